package dev.groundwork.task.quality;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.task.access.Caller;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** Control tasks out of results, over HTTP. */
@Path("/v1/jobs/{jobId}/control-tasks/promote")
@Tag(name = "Quality")
@RolesAllowed("requester")
@RunOnVirtualThread
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
class PromotionResource {

    private static final double USUAL_CONFIDENCE = 0.95;

    private final Promotion promotion;
    private final Caller caller;

    PromotionResource(Promotion promotion, Caller caller) {
        this.promotion = promotion;
        this.caller = caller;
    }

    /**
     * Tasks to promote.
     *
     * @param confidence how sure a result has to be, 0.5 to 1; 0.95 when left out
     */
    @Schema(examples = """
                    {"items": [{"taskId": "0198c0de-0000-7000-8000-000000000011"},
                               {"taskId": "0198c0de-0000-7000-8000-000000000012", "answer": {"label": "cat"},
                                "explanation": "The tail is a cat's."}],
                     "confidence": 0.95}""")
    record Promotions(
            @NotEmpty @Size(max = 1000) List<@Valid @NotNull Item> items,
            @Nullable @DecimalMin("0.5") @DecimalMax("1") Double confidence) {}

    /**
     * A task to promote.
     *
     * @param answer the right answer; left out for the result
     * @param explanation why, shown after training answers
     */
    record Item(
            @NotNull UUID taskId,
            @Schema(type = SchemaType.OBJECT) @Nullable JsonNode answer,
            @Nullable @Size(max = 5000) String explanation) {}

    /** How many control tasks there are more. */
    record Promoted(int promoted) {}

    @POST
    @Operation(
            operationId = "promoteControlTasks",
            summary = "Make control tasks of tasks whose answer is known by now",
            description =
                    "All or none. The right answer is the one given, or the result where it is sure enough. Only answers"
                            + " that are claimed later count as control answers.")
    @APIResponse(responseCode = "200", description = "How many were promoted")
    @APIResponse(responseCode = "400", description = "invalid-gold: errors names the faults of the right answers")
    @APIResponse(responseCode = "404", description = "job-not-found, task-not-found")
    @APIResponse(
            responseCode = "409",
            description = "already-control-task, task-still-open, task-undecided, job-ended, job-without-control")
    @APIResponse(responseCode = "422", description = "result-too-uncertain, result-no-answer")
    public Promoted promote(@RestPath UUID jobId, @Valid @NotNull Promotions body) {
        return new Promoted(promotion.promote(
                caller.changingRequesterId(),
                jobId,
                body.items().stream()
                        .map(item -> new Promotion.Candidate(item.taskId(), item.answer(), item.explanation()))
                        .toList(),
                body.confidence() == null ? USUAL_CONFIDENCE : body.confidence()));
    }
}
