package dev.groundwork.task.appeal;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Appeals over HTTP, for adjudicators. */
@Path("/v1/appeals")
@Tag(name = "Appeals")
@RolesAllowed("adjudicator")
@RunOnVirtualThread
class AppealResource {

    private final AppealDesk desk;
    private final Caller caller;

    AppealResource(AppealDesk desk, Caller caller) {
        this.desk = desk;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listAppeals",
            summary = "Appeals that wait for a ruling, the most urgent first",
            description =
                    "Without those against your own organisation and your own. dueAt is the clock: without a ruling"
                            + " the worker is paid.")
    public Page<AppealView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return desk.open(adjudicator(), cursor, limit);
    }

    @GET
    @Path("/{appealId}")
    @Operation(
            operationId = "getAppeal",
            summary =
                    "One appeal: task and instructions first, answer and evidence once you have judged or asked for them")
    @APIResponse(
            responseCode = "404",
            description = "appeal-not-found: there is none, it is decided, or not yours to judge")
    public AppealView one(@RestPath UUID appealId) {
        return desk.one(appealId, adjudicator());
    }

    @POST
    @Path("/{appealId}/judgement")
    @Operation(
            operationId = "judgeAppeal",
            summary = "Answer the task yourself before you see the worker's answer",
            description = "Optional, and possible only before the answer was shown. It is shown with your judgement.")
    @APIResponse(responseCode = "200", description = "The appeal with everything, and whether the answers agree")
    @APIResponse(responseCode = "409", description = "answer-already-seen")
    @APIResponse(responseCode = "422", description = "answer-invalid: errors names every fault by JSON pointer")
    public AppealView judge(@RestPath UUID appealId, @Valid @NotNull Judgement judgement) {
        return desk.judge(appealId, adjudicator(), judgement.answer());
    }

    @POST
    @Path("/{appealId}/reveal")
    @Operation(
            operationId = "revealAppeal",
            summary = "See the worker's answer and the evidence without a judgement of your own")
    @APIResponse(responseCode = "200", description = "The appeal with everything")
    public AppealView reveal(@RestPath UUID appealId) {
        return desk.reveal(appealId, adjudicator());
    }

    @POST
    @Path("/{appealId}/ruling")
    @ResponseStatus(204)
    @Operation(
            operationId = "ruleOnAppeal",
            summary = "Rule on an appeal, with a written reason that both sides read",
            description =
                    "UPHELD: the rejection is final and comes to its outcome. OVERTURNED: the worker is paid, and it"
                            + " counts against the requester.")
    @APIResponse(responseCode = "204", description = "It is decided")
    @APIResponse(responseCode = "409", description = "answer-not-seen, already-ruled, ruling-too-late")
    public void rule(@RestPath UUID appealId, @Valid @NotNull NewRuling request) {
        desk.rule(appealId, adjudicator(), request.ruling(), request.reason());
    }

    private Adjudicator adjudicator() {
        return new Adjudicator(caller.personId(), caller.organisation());
    }

    /** What the adjudicator answers. */
    @Schema(examples = "{\"answer\": {\"label\": \"dog\"}}")
    record Judgement(
            @NotNull @Schema(type = SchemaType.OBJECT, implementation = Object.class)
            JsonNode answer) {}

    /** What the adjudicator finds, and why. */
    @Schema(examples = "{\"ruling\": \"OVERTURNED\", \"reason\": \"The pole is hidden; the box follows clause 2.1.\"}")
    record NewRuling(
            @NotNull Ruling ruling,
            @NotBlank @Size(max = 4000) String reason) {}
}
