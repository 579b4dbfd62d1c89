package dev.groundwork.payment.statement;

import java.time.YearMonth;
import java.util.UUID;
import java.util.function.Supplier;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.ledger.AccountName.Owner;
import dev.groundwork.payment.sheet.DocumentFormat;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.statement.Documents.Document;
import dev.groundwork.payment.statement.Documents.Kind;
import dev.groundwork.payment.statement.Documents.Name;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** The statements and invoices of others, for the finance desk: the very bytes that those others get. */
@Path("/v1")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class DeskDocumentResource {

    private final Documents documents;
    private final WorkerSheets workerSheets;
    private final Invoices invoices;

    DeskDocumentResource(Documents documents, WorkerSheets workerSheets, Invoices invoices) {
        this.documents = documents;
        this.workerSheets = workerSheets;
        this.invoices = invoices;
    }

    @GET
    @Path("/statements/workers/{workerId}/{month}")
    @Operation(
            operationId = "getWorkerStatementDocument",
            summary = "A worker's statement of a month",
            description = "The same bytes as the worker gets; once given out to either it never changes.")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    @APIResponse(responseCode = "404", description = "worker-not-found: the books have no such worker")
    @APIResponse(responseCode = "409", description = "month-not-over")
    public RestResponse<byte[]> ofWorker(
            @RestPath UUID workerId,
            @RestPath @Parameter(example = "2026-11") String month,
            @RestQuery @DefaultValue("PDF") DocumentFormat format) {
        YearMonth asked = RequestMonth.of(month);
        documents.requireOver(asked);
        if (!documents.isInBooks(Owner.WORKER, workerId)) {
            throw new NotFound("worker", workerId);
        }
        return answer(
                new Name(Kind.WORKER_MONTH, workerId, asked.toString(), format),
                "statement-" + asked + "-" + workerId,
                () -> workerSheets.month(workerId, asked));
    }

    @GET
    @Path("/invoices/requesters/{requesterId}/{month}")
    @Operation(
            operationId = "getRequesterInvoicesDocument",
            summary = "A requester's invoices of a month",
            description = "Of all jobs; the same bytes as the requester gets.")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    @APIResponse(responseCode = "404", description = "requester-not-found: the books have no such requester")
    @APIResponse(responseCode = "409", description = "month-not-over")
    public RestResponse<byte[]> ofRequester(
            @RestPath UUID requesterId,
            @RestPath @Parameter(example = "2026-11") String month,
            @RestQuery @DefaultValue("PDF") DocumentFormat format) {
        YearMonth asked = RequestMonth.of(month);
        documents.requireOver(asked);
        if (!documents.isInBooks(Owner.REQUESTER, requesterId)) {
            throw new NotFound("requester", requesterId);
        }
        return answer(
                new Name(Kind.INVOICE, requesterId, asked.toString(), format),
                "invoice-" + asked + "-" + requesterId,
                () -> invoices.of(requesterId, asked, null));
    }

    private RestResponse<byte[]> answer(Name name, String fileName, Supplier<Sheet> sheet) {
        Document document = documents.get(name, sheet);
        return name.format()
                .answer(document.body(), fileName)
                .header("ETag", "\"" + document.sha256() + "\"")
                .build();
    }
}
