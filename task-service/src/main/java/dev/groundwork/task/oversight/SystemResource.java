package dev.groundwork.task.oversight;

import java.util.List;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The register over HTTP, for everybody. */
@Path("/v1/systems")
@Tag(name = "Oversight")
@PermitAll
class SystemResource {

    @GET
    @Operation(
            operationId = "listSystems",
            summary = "The register of automated systems",
            description =
                    "What decides or prepares decisions about work without a person at the moment: its purpose, the data"
                            + " it looks at, its main parameters by weight, what it can do by itself, and who answers for it.")
    public Register list() {
        return new Register(AutomatedSystems.ALL);
    }

    /** All automated systems of the task-service. */
    @Schema(examples = """
                    {"items": [{"id": "signal-fast-work", "version": 1, "name": "Absolute speed floor",
                                "purpose": "…", "data": ["active seconds of an answer"], "parameters": ["…"],
                                "effect": "Opens a case for a person; nothing else.", "remedy": "…", "owner": "…",
                                "changedOn": "2026-11-26"}]}""")
    record Register(List<AutomatedSystem> items) {}
}
