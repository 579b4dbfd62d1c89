package dev.groundwork.payment.statement;

import java.time.YearMonth;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.sheet.DocumentFormat;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.statement.Documents.Document;
import dev.groundwork.payment.statement.Documents.Kind;
import dev.groundwork.payment.statement.Documents.Name;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** Statements and invoices to keep, as CSV or PDF. */
@Path("/v1")
@RunOnVirtualThread
class DocumentResource {

    private final Documents documents;
    private final WorkerSheets workerSheets;
    private final Invoices invoices;
    private final Caller caller;

    DocumentResource(Documents documents, WorkerSheets workerSheets, Invoices invoices, Caller caller) {
        this.documents = documents;
        this.workerSheets = workerSheets;
        this.invoices = invoices;
        this.caller = caller;
    }

    @GET
    @Path("/statements/{month}/document")
    @RolesAllowed("worker")
    @Tag(name = "Worker's money")
    @Operation(
            operationId = "getStatementDocument",
            summary = "Your statement of a month, to keep",
            description =
                    "Every assignment with its time and what an hour of it came to, every top-up with its evidence, every payout, with"
                            + " opening and closing balance. Once given out it never changes; ETag is the SHA-256 of its bytes.")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    @APIResponse(responseCode = "409", description = "month-not-over")
    public RestResponse<byte[]> month(
            @RestPath @Parameter(example = "2026-11") String month,
            @RestQuery @DefaultValue("PDF") DocumentFormat format) {
        YearMonth asked = RequestMonth.of(month);
        UUID workerId = caller.workerId();
        documents.requireOver(asked);
        return answer(
                new Name(Kind.WORKER_MONTH, workerId, asked.toString(), format),
                "statement-" + asked,
                () -> workerSheets.month(workerId, asked));
    }

    @GET
    @Path("/statements/payouts/{payoutId}/document")
    @RolesAllowed("worker")
    @Tag(name = "Worker's money")
    @Operation(
            operationId = "getPayoutDocument",
            summary = "What a payout is made of, to keep",
            description = "Every assignment and top-up since the payout before, and the bank reference of this one.")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    @APIResponse(responseCode = "404", description = "payout-not-found")
    @APIResponse(responseCode = "409", description = "payout-not-released")
    public RestResponse<byte[]> payout(@RestPath UUID payoutId, @RestQuery @DefaultValue("PDF") DocumentFormat format) {
        UUID workerId = caller.workerId();
        return answer(
                new Name(Kind.WORKER_PAYOUT, workerId, payoutId.toString(), format),
                "payout-" + payoutId,
                () -> workerSheets.payout(workerId, payoutId));
    }

    @GET
    @Path("/invoices/{month}")
    @RolesAllowed("requester")
    @Tag(name = "Requester's money")
    @Operation(
            operationId = "getInvoices",
            summary = "The invoices of a month",
            description =
                    "For each job, or the one named: escrow at the beginning, what was held, rewards, fees, top-ups, what went back, and"
                            + " the escrow at the end; with your own number for the job. Once given out it never changes; ETag is the"
                            + " SHA-256 of its bytes.")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    @APIResponse(responseCode = "404", description = "job-not-found")
    @APIResponse(responseCode = "409", description = "month-not-over")
    public RestResponse<byte[]> invoices(
            @RestPath @Parameter(example = "2026-11") String month,
            @RestQuery @Nullable UUID jobId,
            @RestQuery @DefaultValue("PDF") DocumentFormat format) {
        YearMonth asked = RequestMonth.of(month);
        UUID requesterId = caller.requesterId();
        documents.requireOver(asked);
        String subject = jobId == null ? asked.toString() : asked + "/" + jobId;
        return answer(
                new Name(Kind.INVOICE, requesterId, subject, format),
                "invoice-" + subject.replace('/', '-'),
                () -> invoices.of(requesterId, asked, jobId));
    }

    @GET
    @Path("/purchase-orders/{jobId}")
    @RolesAllowed("requester")
    @Tag(name = "Requester's money")
    @Operation(operationId = "getPurchaseOrder", summary = "Your own number for a job, if you gave it one")
    @APIResponse(responseCode = "200", description = "The number that stands on invoices from now on")
    @APIResponse(responseCode = "404", description = "job-not-found")
    public PurchaseOrderOfJob purchaseOrder(@RestPath UUID jobId) {
        return new PurchaseOrderOfJob(invoices.numberOf(caller.requesterId(), jobId));
    }

    @PUT
    @Path("/purchase-orders/{jobId}")
    @RolesAllowed("requester")
    @Tag(name = "Requester's money")
    @Operation(
            operationId = "putPurchaseOrder",
            summary = "Give a job your own number",
            description = "It stands on the invoices that are given out from now on.")
    @APIResponse(responseCode = "204", description = "Kept")
    @APIResponse(responseCode = "404", description = "job-not-found")
    public void purchaseOrder(@RestPath UUID jobId, @Valid @NotNull PurchaseOrder body) {
        invoices.numbered(caller.requesterIdToChange(), jobId, body.number());
    }

    record PurchaseOrder(
            @NotBlank @Size(max = 60) @Pattern(regexp = "\\P{Cntrl}*") @Schema(examples = "PO 4711")
            String number) {}

    record PurchaseOrderOfJob(
            @Schema(description = "Absent where none was given", examples = "PO 4711") @Nullable String number) {}

    /** @param fileName without what tells the format */
    private RestResponse<byte[]> answer(Name name, String fileName, Supplier<Sheet> sheet) {
        Document document = documents.get(name, sheet);
        return name.format()
                .answer(document.body(), fileName)
                .header("ETag", "\"" + document.sha256() + "\"")
                .build();
    }
}
