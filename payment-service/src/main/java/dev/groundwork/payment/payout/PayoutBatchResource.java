package dev.groundwork.payment.payout;

import java.net.URI;
import java.time.Instant;
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
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;
import dev.groundwork.payment.payout.PayoutApprovals.Checker;
import dev.groundwork.payment.payout.PayoutArchive.Message;
import dev.groundwork.payment.payout.PayoutArchive.Progress;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/payout-batches")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class PayoutBatchResource {

    private static final String HASH = "[0-9a-f]{64}";
    private static final String SEEN = "contentHash of the batch as you saw it";
    private static final String EXAMPLE_HASH = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae";
    private static final String TEXT = "\\P{Cntrl}*";

    private final PayoutProposals proposals;
    private final PayoutRun run;
    private final PayoutArchive archive;
    private final PayoutReviews reviews;
    private final Caller caller;

    PayoutBatchResource(
            PayoutProposals proposals, PayoutRun run, PayoutArchive archive, PayoutReviews reviews, Caller caller) {
        this.proposals = proposals;
        this.run = run;
        this.archive = archive;
        this.reviews = reviews;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("finance-maker")
    @Operation(
            operationId = "proposePayoutBatch",
            summary = "Propose a payout batch",
            description =
                    "Collects every worker who is owed at least the minimum, or has waited 90 days for less, has a payout method"
                            + " and no payout under way, and reserves the money; a draft reserves nothing yet.")
    @APIResponse(responseCode = "201", description = "Proposed")
    @APIResponse(responseCode = "409", description = "nothing-to-pay, idempotency-key-in-use")
    @APIResponse(
            responseCode = "422",
            description = "rail-not-offered, rail-currency, amount-not-positive, idempotency-key-reused")
    public RestResponse<PayoutBatchView> propose(
            @HeaderParam(RequestKey.HEADER) @Parameter(example = "payout-2026-11") @Nullable String key,
            @Valid @NotNull NewBatch body) {
        String required = RequestKey.required(key);
        PayoutBatchView batch = proposals.propose(
                caller.actor(),
                required,
                body.rail(),
                body.currency(),
                body.minimum(),
                Boolean.TRUE.equals(body.draft()));
        return RestResponse.ResponseBuilder.create(RestResponse.Status.CREATED, batch)
                .location(URI.create("/v1/payout-batches/" + batch.id()))
                .build();
    }

    @GET
    @Operation(operationId = "listPayoutBatches", summary = "List payout batches, newest first")
    public Page<PayoutBatchView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        List<PayoutBatch> rows = archive.newest(Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.id())).map(PayoutBatchView::of);
    }

    @GET
    @Path("/{batchId}")
    @Operation(operationId = "getPayoutBatch", summary = "Read a batch and a page of its payouts")
    public BatchWithPayouts get(
            @RestPath UUID batchId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        PayoutBatch batch = archive.batch(batchId);
        List<Payout> rows = archive.payouts(batchId, Cursor.decodeLong(cursor, 0), limit + 1);
        Page<PayoutView> payouts =
                Page.of(rows, limit, last -> Cursor.encode(last.position())).map(PayoutView::of);
        Progress progress = archive.progress(batch);
        return new BatchWithPayouts(
                PayoutBatchView.of(batch),
                progress.approvals(),
                progress.approvalsNeeded(),
                progress.files(),
                progress.railReports(),
                payouts);
    }

    @GET
    @Path("/{batchId}/actions")
    @Operation(
            operationId = "listPayoutBatchActions",
            summary = "Who did what to a batch",
            description = "In the order of the deeds, each with the contentHash before and after it.")
    public BatchActions actions(@RestPath UUID batchId) {
        return new BatchActions(
                archive.actions(batchId).stream().map(ActionView::of).toList());
    }

    @GET
    @Path("/{batchId}/review")
    @Operation(
            operationId = "reviewPayoutBatch",
            summary = "What to know of a batch before its release",
            description =
                    "Whether the caller has approved its present content, what keeps them from approving or releasing it, and what is"
                            + " different from the batch of the same rail and currency before it.")
    @APIResponse(
            responseCode = "200",
            description = "It changes nothing; the rules are checked again when somebody decides")
    @APIResponse(responseCode = "404", description = "payout-batch-not-found")
    public PayoutReviews.Review review(@RestPath UUID batchId) {
        return reviews.review(batchId, checker());
    }

    @POST
    @Path("/{batchId}/freeze")
    @RolesAllowed("finance-maker")
    @ResponseStatus(200)
    @Operation(
            operationId = "freezePayoutBatch",
            summary = "Reserve the money of a draft",
            description = "Payouts whose balance has shrunk since the collection are HELD and left out.")
    @APIResponse(responseCode = "200", description = "Frozen: people can look at it")
    @APIResponse(responseCode = "409", description = "batch-not-draft, nothing-to-pay")
    public PayoutBatchView freeze(@RestPath UUID batchId) {
        return PayoutBatchView.of(proposals.freeze(batchId, caller.actor()));
    }

    @POST
    @Path("/{batchId}/approve")
    @RolesAllowed("finance-checker")
    @ResponseStatus(200)
    @Operation(
            operationId = "approvePayoutBatch",
            summary = "Say yes to a batch that somebody else proposed",
            description =
                    "Bound to the contentHash that you saw: void when the content changes. The batch is APPROVED once as many"
                            + " people as its total needs have said yes.")
    @APIResponse(responseCode = "200", description = "Kept")
    @APIResponse(
            responseCode = "403",
            description = "maker-is-checker, login-too-old, checker-changed-method, approval-limit-reached")
    @APIResponse(responseCode = "409", description = "batch-changed, batch-not-frozen")
    public PayoutBatchView approve(@RestPath UUID batchId, @Valid @NotNull Seen body) {
        return PayoutBatchView.of(run.approve(batchId, checker(), body.contentHash()));
    }

    @POST
    @Path("/{batchId}/reject")
    @RolesAllowed("finance-checker")
    @ResponseStatus(200)
    @Operation(
            operationId = "rejectPayoutBatch",
            summary = "Say no to a batch",
            description = "The money is free again; a copy of the batch is a draft that its maker can freeze.")
    @APIResponse(responseCode = "200", description = "Rejected")
    @APIResponse(responseCode = "403", description = "maker-is-checker, login-too-old")
    @APIResponse(responseCode = "409", description = "batch-changed, batch-not-frozen")
    public PayoutBatchView reject(@RestPath UUID batchId, @Valid @NotNull Rejection body) {
        return PayoutBatchView.of(run.reject(batchId, checker(), body.contentHash(), body.reason()));
    }

    @POST
    @Path("/{batchId}/payouts/{payoutId}/exclude")
    @ResponseStatus(200)
    @Operation(
            operationId = "excludePayout",
            summary = "Take a payout out of a batch before its release",
            description = "Its money is free again. The content is another one then: approvals before that are void.")
    @APIResponse(responseCode = "200", description = "Taken out")
    @APIResponse(responseCode = "409", description = "batch-not-frozen, payout-not-reserved, batch-would-be-empty")
    public PayoutBatchView exclude(@RestPath UUID batchId, @RestPath UUID payoutId, @Valid @NotNull Exclusion body) {
        return PayoutBatchView.of(run.exclude(batchId, payoutId, caller.actor(), body.reason()));
    }

    @POST
    @Path("/{batchId}/release")
    @RolesAllowed("finance-checker")
    @ResponseStatus(200)
    @Operation(
            operationId = "releasePayoutBatch",
            summary = "Release a batch that somebody else proposed",
            description =
                    "Takes the money off the workers' balances and writes the messages for the rail. Bound to the contentHash"
                            + " that the checker saw. Of a FROZEN batch it is the checker's approval too.")
    @APIResponse(responseCode = "200", description = "Released; the file can be fetched")
    @APIResponse(
            responseCode = "403",
            description = "maker-is-checker, login-too-old, checker-changed-method, approval-limit-reached")
    @APIResponse(responseCode = "409", description = "batch-changed, batch-not-approved, approvals-missing")
    public PayoutBatchView release(@RestPath UUID batchId, @Valid @NotNull Seen body) {
        return PayoutBatchView.of(run.release(batchId, checker(), body.contentHash()));
    }

    @POST
    @Path("/{batchId}/cancel")
    @ResponseStatus(200)
    @Operation(operationId = "cancelPayoutBatch", summary = "Give the reserved money back; only before the release")
    public PayoutBatchView cancel(@RestPath UUID batchId) {
        return PayoutBatchView.of(run.cancel(batchId, caller.actor()));
    }

    @GET
    @Path("/{batchId}/file")
    @Operation(
            operationId = "getPayoutFile",
            summary = "Fetch a file for the rail",
            description =
                    "For SEPA credit transfers as pain.001; the same bytes every time, with their SHA-256 as ETag. A large"
                            + " batch has several files.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "409", description = "batch-without-file")
    public RestResponse<byte[]> file(
            @RestPath UUID batchId, @RestQuery @DefaultValue("1") @Min(1) @Max(1_000_000) int part) {
        Message message = archive.file(batchId, part);
        return RestResponse.ResponseBuilder.ok(message.file().bytes())
                .header("Content-Type", message.rail().mediaType())
                .header(
                        "Content-Disposition",
                        "attachment; filename=\"" + message.rail().fileName(batchId, part) + "\"")
                .header("ETag", "\"" + message.file().sha256() + "\"")
                .build();
    }

    @POST
    @Path("/{batchId}/sent")
    @ResponseStatus(200)
    @Operation(operationId = "markPayoutBatchSent", summary = "Say that the file was given to the bank")
    public PayoutBatchView sent(@RestPath UUID batchId) {
        return PayoutBatchView.of(run.sent(batchId, caller.actor()));
    }

    @POST
    @Path("/{batchId}/settle")
    @ResponseStatus(200)
    @Operation(
            operationId = "settlePayoutBatch",
            summary = "Say that the bank has booked the batch",
            description =
                    "It is settled once another person says so too; until then bookedSaidBy tells who was the first.")
    @APIResponse(responseCode = "200", description = "SETTLED, or kept until another person says so too")
    @APIResponse(responseCode = "409", description = "batch-not-submitted, rail-sends-itself, batch-half-sent")
    public PayoutBatchView settle(@RestPath UUID batchId) {
        return PayoutBatchView.of(run.settle(batchId, caller.actor()));
    }

    @POST
    @Path("/{batchId}/close")
    @ResponseStatus(200)
    @Operation(
            operationId = "closePayoutBatch",
            summary = "Say that nothing is left to do",
            description = "Only once its clearing account is empty.")
    @APIResponse(responseCode = "200", description = "Closed")
    @APIResponse(responseCode = "409", description = "batch-not-settled, batch-not-cleared")
    public PayoutBatchView close(@RestPath UUID batchId) {
        return PayoutBatchView.of(run.close(batchId, caller.actor()));
    }

    private Checker checker() {
        return new Checker(caller.actor(), caller.authenticatedAt());
    }

    @Schema(name = "NewPayoutBatch")
    record NewBatch(
            @NotNull @Pattern(regexp = "[A-Z]{3}") @Schema(examples = "EUR")
            String currency,

            @Schema(description = "Balances below it are left alone", examples = "5.00") @Nullable String minimum,

            @NotNull @Pattern(regexp = "[A-Z]{2,16}") @Schema(examples = "SEPA")
            String rail,

            @Schema(description = "Leave it a draft, to be frozen later", examples = "false") @Nullable Boolean draft) {}

    @Schema(name = "PayoutBatchSeen")
    record Seen(
            @NotNull @Pattern(regexp = HASH) @Schema(description = SEEN, examples = EXAMPLE_HASH)
            String contentHash) {}

    @Schema(name = "PayoutBatchRejection")
    record Rejection(
            @NotNull @Pattern(regexp = HASH) @Schema(description = SEEN, examples = EXAMPLE_HASH)
            String contentHash,

            @NotBlank @Size(max = 500) @Pattern(regexp = TEXT) @Schema(examples = "Wanda's amount is ten times too high")
            String reason) {}

    @Schema(name = "PayoutExclusion")
    record Exclusion(
            @NotBlank @Size(max = 500) @Pattern(regexp = TEXT) @Schema(examples = "Under investigation")
            String reason) {}

    @Schema(name = "PayoutBatchActions")
    record BatchActions(List<ActionView> items) {}

    /** @param before contentHash before it */
    @Schema(name = "PayoutBatchAction")
    record ActionView(
            @Schema(examples = "APPROVE") String action,
            String actor,
            @Nullable String before,
            String after,
            @Nullable String reason,
            Instant at) {

        static ActionView of(PayoutActions.Action action) {
            return new ActionView(
                    action.action(), action.actor(), action.before(), action.after(), action.reason(), action.at());
        }
    }

    @Schema(name = "PayoutBatchWithPayouts")
    record BatchWithPayouts(
            @JsonUnwrapped PayoutBatchView batch,

            @Schema(description = "People whose approval of the present content counts", examples = "1")
            int approvals,

            @Schema(description = "People who have to approve a batch of this total", examples = "2")
            int approvalsNeeded,

            @Schema(description = "Messages for the rail, from the release on: file?part=1 and on", examples = "1")
            int files,

            @Schema(
                    description = "Its rail says itself what becomes of each payout, and nobody settles it by hand",
                    examples = "false")
            boolean railReports,

            Page<PayoutView> payouts) {}
}
