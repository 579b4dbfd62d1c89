package dev.groundwork.payment.statement;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.statement.BooksReader.Entry;
import dev.groundwork.payment.statement.BooksReader.RequesterBalance;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@Tag(name = "Requester's money")
@RolesAllowed("requester")
@RunOnVirtualThread
class RequesterMoneyResource {

    private final BooksReader books;
    private final Caller caller;

    RequesterMoneyResource(BooksReader books, Caller caller) {
        this.books = books;
        this.caller = caller;
    }

    @GET
    @Path("/balance")
    @Operation(
            operationId = "getBalance",
            summary = "What you have",
            description =
                    "Available for new jobs, held for jobs that are open, and spent on work; right at this moment.")
    public Balances balance() {
        return new Balances(books.ofRequester(caller.requesterId()).stream()
                .map(RequesterBalanceView::of)
                .toList());
    }

    @GET
    @Path("/ledger")
    @Operation(
            operationId = "listLedgerEntries",
            summary = "List the entries of your balance, newest first",
            description = "With jobId: the entries of that job's escrow, one for each reward and fee.")
    public Page<EntryView> ledger(
            @RestQuery @Nullable UUID jobId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        List<Entry> rows = books.entriesOfRequester(
                caller.requesterId(), jobId, Cursor.decodeLong(cursor, Long.MAX_VALUE), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.seq())).map(EntryView::of);
    }

    record Balances(List<RequesterBalanceView> balances) {}

    @Schema(name = "RequesterBalance")
    record RequesterBalanceView(
            @Schema(examples = "EUR") String currency, MoneyBody available, MoneyBody held, MoneyBody spent) {

        static RequesterBalanceView of(RequesterBalance balance) {
            return new RequesterBalanceView(
                    balance.available().currency(),
                    MoneyBody.of(balance.available()),
                    MoneyBody.of(balance.held()),
                    MoneyBody.of(balance.spent()));
        }
    }
}
