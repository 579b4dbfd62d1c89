package dev.groundwork.gateway.docs;

import java.net.URI;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/")
@Tag(name = "Documentation")
@PermitAll
@RunOnVirtualThread
class DocsResource {

    private final ServiceDescriptions descriptions;
    private final ServiceStates states;
    private final ProblemGuide problems;

    DocsResource(ServiceDescriptions descriptions, ServiceStates states, ProblemGuide problems) {
        this.descriptions = descriptions;
        this.states = states;
        this.problems = problems;
    }

    /** Stands in for the web client where that was not built. */
    @GET
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public String landing() {
        return StatusPage.of(states.now());
    }

    @GET
    @Path("/status")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public String status() {
        return StatusPage.of(states.now());
    }

    @GET
    @Path("/openapi.json")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getOpenApi", summary = "The whole API as one OpenAPI document")
    public JsonNode openApi(@Context HttpServerRequest request) {
        var local = request.localAddress();
        return descriptions.whole(URI.create("http://" + local.hostAddress() + ":" + local.port()));
    }

    @GET
    @Path("/problems/{code}")
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "explainProblem", summary = "What a problem code means, and what to do")
    public ProblemGuide.Explanation explain(@RestPath String code) {
        return problems.explain(code);
    }

    @GET
    @Path("/problems/{code}")
    @Produces(MediaType.TEXT_HTML)
    @Operation(hidden = true)
    public String explainToPeople(@RestPath String code) {
        return ProblemPage.of(problems.explain(code));
    }
}
