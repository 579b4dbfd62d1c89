package dev.groundwork.payment.settlement;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.settlement.ApprovalReversals.Reversed;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/approvals")
@Tag(name = "Finance")
@RolesAllowed("finance-checker")
@RunOnVirtualThread
class ApprovalResource {

    private final ApprovalReversals reversals;

    ApprovalResource(ApprovalReversals reversals) {
        this.reversals = reversals;
    }

    @POST
    @Path("/{assignmentId}/reversal")
    @Operation(
            operationId = "reverseApproval",
            summary = "Take back the pay for an answer",
            description =
                    "Reward, top-up and fee go back to the job, or to the requester where the job is over. What the worker does not have any"
                            + " more becomes a debt, which new earnings repay bit by bit. It happens once: a repetition gets the same"
                            + " answer.")
    @APIResponse(responseCode = "404", description = "approval-not-found")
    @APIResponse(responseCode = "409", description = "not-reversible, reversal-refused")
    public ReversalView reverse(@RestPath UUID assignmentId, @Valid @NotNull ReversalBody body) {
        return ReversalView.of(assignmentId, reversals.reverse(assignmentId, body.reason()));
    }

    @Schema(name = "NewReversal")
    record ReversalBody(
            @NotBlank @Size(max = 500) @Schema(examples = "Paid by mistake: the answer was a duplicate")
            String reason) {}

    /** @param owed what the worker owes for it */
    @Schema(name = "Reversal")
    record ReversalView(UUID assignmentId, UUID postingId, MoneyBody reversed, MoneyBody owed) {

        static ReversalView of(UUID assignmentId, Reversed reversed) {
            return new ReversalView(
                    assignmentId,
                    reversed.posting(),
                    MoneyBody.of(new Money(reversed.reversedMinor(), reversed.currency())),
                    MoneyBody.of(new Money(reversed.owedMinor(), reversed.currency())));
        }
    }
}
