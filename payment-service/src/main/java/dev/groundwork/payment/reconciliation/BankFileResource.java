package dev.groundwork.payment.reconciliation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestKey;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/bank-files")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class BankFileResource {

    /** Later than any file. */
    private static final Instant AFTER_ALL = Instant.ofEpochSecond(32_503_680_000L);

    private static final String EXAMPLE = """
            <?xml version="1.0" encoding="UTF-8"?>
            <Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
              <GrpHdr><MsgId>STATUS-1</MsgId><CreDtTm>2026-11-26T16:00:00Z</CreDtTm></GrpHdr>
              <OrgnlGrpInfAndSts><OrgnlMsgId>0198c0dec57e72ee83065220961e3254</OrgnlMsgId>
                <OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId><GrpSts>ACCP</GrpSts></OrgnlGrpInfAndSts>
            </CstmrPmtStsRpt></Document>
            """;

    private final BankIntake intake;
    private final Caller caller;

    BankFileResource(BankIntake intake, Caller caller) {
        this.intake = intake;
        this.caller = caller;
    }

    @POST
    @Consumes({"application/xml", "text/xml"})
    @Operation(
            operationId = "takeBankFile",
            summary = "Give in a file of the bank",
            description =
                    "pain.002 (what the bank does with the transfers it was sent), camt.053 (statement) or camt.054 (notification,"
                            + " which books nothing). Taken whole or not at all. The answer tells what was matched and what is open;"
                            + " the same file again gets the same answer. Payouts that two people had called booked and the file"
                            + " rejects (REJECTION_WAITS) wait for another person, POST /v1/finance-proposals/{proposalId}/accept;"
                            + " where that was declined, the same file again proposes it anew. Returns of payouts that no statement"
                            + " had shown before (return-waits) are in suspense until two people decide.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/xml",
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "status report", value = EXAMPLE)))
    @APIResponse(responseCode = "200", description = "Taken")
    @APIResponse(responseCode = "409", description = "statement-gap, statement-opening-differs, statement-already-read")
    @APIResponse(responseCode = "413", description = "bank-file-too-large")
    @APIResponse(
            responseCode = "422",
            description = "bank-file-malformed, bank-file-unsupported, statement-account-unknown, statement-currency,"
                    + " statement-sum-differs, status-report-unknown, status-report-incomplete")
    public RestResponse<BankAnswer> take(InputStream body) throws IOException {
        byte[] bytes = body.readAllBytes();
        var taken = intake.take(BankIntake.Source.UPLOAD, caller.actor(), () -> new ByteArrayInputStream(bytes));
        var response = RestResponse.ResponseBuilder.ok(taken.answer());
        return taken.repeated() ? response.header(RequestKey.REPLAYED, "true").build() : response.build();
    }

    @GET
    @Operation(operationId = "listBankFiles", summary = "List the files of the bank that were taken, newest first")
    public Page<BankAnswer> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        Instant before = Cursor.decode(cursor, 1, parts -> Instant.parse(parts.getFirst()));
        List<BankAnswer> rows = intake.newest(before == null ? AFTER_ALL : before, limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.receivedAt().toString()));
    }
}
