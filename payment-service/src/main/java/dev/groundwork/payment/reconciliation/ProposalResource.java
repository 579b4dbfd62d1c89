package dev.groundwork.payment.reconciliation;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/finance-proposals")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class ProposalResource {

    private final Proposals proposals;
    private final Caller caller;

    ProposalResource(Proposals proposals, Caller caller) {
        this.proposals = proposals;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("finance-maker")
    @Operation(
            operationId = "proposeFinanceDecision",
            summary = "Propose what two people have to decide",
            description =
                    "What a line in suspense is, that a payout which a bank stopped is paid after all, that a payout of which its rail"
                            + " never told the end arrived or was not made, or that a closed month takes postings again. subject is"
                            + " the id of the line or payout, of a batch for all of its payouts that are without word, or the month."
                            + " A rail is asked once more before it is kept, and what it knows counts. The same proposal again is"
                            + " the same one.")
    @APIResponse(responseCode = "201", description = "Proposed")
    @APIResponse(responseCode = "404", description = "bank-line-not-found, payout-not-found, refund-not-found")
    @APIResponse(
            responseCode = "409",
            description = "bank-line-explained, proposal-pending, month-not-closed, payout-not-sent, payout-ended,"
                    + " rail-may-still-tell, rail-does-not-report, too-many-to-ask, rail-keeps-money")
    @APIResponse(responseCode = "422", description = "assignment-unfit, rail-not-offered")
    @APIResponse(responseCode = "503", description = "rail-unreachable")
    public RestResponse<Proposal> propose(@Valid @NotNull NewProposal body) {
        Proposal proposal =
                proposals.propose(caller.actor(), body.kind(), body.subject(), body.target(), body.reason());
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, proposal)
                .location(URI.create("/v1/finance-proposals/" + proposal.id()))
                .build();
    }

    @GET
    @Operation(operationId = "listFinanceProposals", summary = "List proposals, newest first")
    public Page<Proposal> list(
            @RestQuery Proposal.@Nullable State state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        List<Proposal> rows = proposals.newest(state, Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.id()));
    }

    @POST
    @Path("/{proposalId}/accept")
    @RolesAllowed("finance-checker")
    @ResponseStatus(200)
    @Operation(operationId = "acceptFinanceProposal", summary = "Do what somebody else proposed")
    @APIResponse(responseCode = "200", description = "Done")
    @APIResponse(responseCode = "403", description = "maker-is-checker")
    @APIResponse(
            responseCode = "409",
            description = "proposal-decided, bank-line-explained, payout-not-held, month-not-closed, payout-ended,"
                    + " rail-may-still-tell, worker-balance-short")
    @APIResponse(responseCode = "503", description = "rail-unreachable")
    public Proposal accept(@RestPath UUID proposalId) {
        return proposals.accept(proposalId, caller.actor());
    }

    @POST
    @Path("/{proposalId}/decline")
    @ResponseStatus(200)
    @Operation(operationId = "declineFinanceProposal", summary = "Let a proposal be, or take back your own")
    @APIResponse(responseCode = "200", description = "Declined")
    @APIResponse(responseCode = "409", description = "proposal-decided")
    public Proposal decline(@RestPath UUID proposalId) {
        return proposals.decline(proposalId, caller.actor());
    }

    @Schema(name = "NewFinanceProposal")
    record NewProposal(
            @NotNull Proposal.Kind kind,

            @NotBlank @Size(max = 36) @Schema(examples = "0198c0de-c57e-72ee-8306-5220961e3254")
            String subject,

            @Size(max = 36) @Schema(
                    description =
                            "The requester, payout or refund that the line belongs to, or the name of the rail of a TRANSFER")
            @Nullable String target,

            @NotBlank @Size(max = 500) @Pattern(regexp = "\\P{Cntrl}*") @Schema(examples = "They wrote us the number of the invoice.")
            String reason) {}
}
