package dev.groundwork.payment.payout;

import java.net.URI;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;
import dev.groundwork.payment.payout.PayoutTable.StoredFile;

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

    private final PayoutProposals proposals;
    private final PayoutRun run;
    private final PayoutArchive archive;
    private final Caller caller;

    PayoutBatchResource(PayoutProposals proposals, PayoutRun run, PayoutArchive archive, Caller caller) {
        this.proposals = proposals;
        this.run = run;
        this.archive = archive;
        this.caller = caller;
    }

    @POST
    @RolesAllowed("finance-maker")
    @Operation(
            operationId = "proposePayoutBatch",
            summary = "Propose a payout batch",
            description =
                    "Collects every worker who is owed at least the minimum, has a payout method and no payout under way,"
                            + " and reserves the money.")
    @APIResponse(responseCode = "201", description = "Proposed")
    @APIResponse(responseCode = "409", description = "nothing-to-pay")
    @APIResponse(responseCode = "422", description = "rail-currency, amount-not-positive, idempotency-key-reused")
    public RestResponse<PayoutBatchView> propose(
            @HeaderParam(RequestKey.HEADER) @Parameter(example = "payout-2026-11") @Nullable String key,
            @Valid @NotNull NewBatch body) {
        String required = RequestKey.required(key);
        PayoutBatchView batch =
                proposals.propose(caller.actor(), required, body.rail(), body.currency(), body.minimum());
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
        int after = cursor == null || cursor.isEmpty() ? 0 : position(cursor);
        List<Payout> rows = archive.payouts(batchId, after, limit + 1);
        Page<PayoutView> payouts = Page.of(rows, limit, last -> Cursor.encode(Integer.toString(last.position())))
                .map(PayoutView::of);
        return new BatchWithPayouts(PayoutBatchView.of(batch), payouts);
    }

    @POST
    @Path("/{batchId}/release")
    @RolesAllowed("finance-checker")
    @ResponseStatus(200)
    @Operation(
            operationId = "releasePayoutBatch",
            summary = "Release a batch that somebody else proposed",
            description =
                    "Takes the money off the workers' balances and writes the file for the bank. Bound to the contentHash"
                            + " that the checker saw.")
    @APIResponse(responseCode = "200", description = "Released; the file can be fetched")
    @APIResponse(responseCode = "403", description = "maker-is-checker")
    @APIResponse(responseCode = "409", description = "batch-changed, batch-not-proposed")
    public PayoutBatchView release(@RestPath UUID batchId, @Valid @NotNull Release body) {
        return PayoutBatchView.of(run.release(batchId, caller.actor(), body.contentHash()));
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
    @Produces("application/xml")
    @Operation(
            operationId = "getPayoutFile",
            summary = "Fetch the file for the bank",
            description =
                    "SEPA credit transfers as pain.001.001.09; the same bytes every time, with their SHA-256 as ETag.")
    @APIResponse(responseCode = "200", description = "The file")
    @APIResponse(responseCode = "409", description = "batch-without-file")
    public RestResponse<byte[]> file(@RestPath UUID batchId) {
        StoredFile file = archive.file(batchId);
        return RestResponse.ResponseBuilder.ok(file.bytes())
                .header("Content-Disposition", "attachment; filename=\"pain001-" + batchId + ".xml\"")
                .header("ETag", "\"" + file.sha256() + "\"")
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
    @Operation(operationId = "settlePayoutBatch", summary = "Say that the bank has booked the batch")
    public PayoutBatchView settle(@RestPath UUID batchId) {
        return PayoutBatchView.of(run.settle(batchId, caller.actor()));
    }

    private static int position(String cursor) {
        try {
            return Integer.parseInt(Cursor.decode(cursor, 1).getFirst());
        } catch (NumberFormatException e) {
            throw new InvalidRequest(
                    "invalid-cursor", "The cursor is not one of this list; take it from \"next\" unchanged.");
        }
    }

    @Schema(name = "NewPayoutBatch")
    record NewBatch(
            @NotNull @Pattern(regexp = "[A-Z]{3}") @Schema(examples = "EUR")
            String currency,

            @Schema(description = "Balances below it are left alone", examples = "5.00") @Nullable String minimum,

            @NotNull @Pattern(regexp = "SEPA") @Schema(examples = "SEPA")
            String rail) {}

    @Schema(name = "PayoutBatchRelease")
    record Release(
            @NotNull @Pattern(regexp = "[0-9a-f]{64}") @Schema(
                    description = "contentHash of the batch as you saw it",
                    examples = "2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae")
            String contentHash) {}

    @Schema(name = "PayoutBatchWithPayouts")
    record BatchWithPayouts(@JsonUnwrapped PayoutBatchView batch, Page<PayoutView> payouts) {}
}
