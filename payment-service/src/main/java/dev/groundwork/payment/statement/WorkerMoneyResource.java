package dev.groundwork.payment.statement;

import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.statement.BooksReader.Entry;
import dev.groundwork.payment.statement.BooksReader.WorkerBalance;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1")
@Tag(name = "Worker's money")
@RolesAllowed("worker")
@RunOnVirtualThread
class WorkerMoneyResource {

    private final BooksReader books;
    private final Caller caller;
    private final Clock clock;

    WorkerMoneyResource(BooksReader books, Caller caller, Clock clock) {
        this.books = books;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Path("/earnings")
    @Operation(
            operationId = "getEarnings",
            summary = "What you have earned",
            description =
                    "In each currency: payable at the next payout, withheld, under way to your bank, paid out, and the sum"
                            + " of these.")
    public Earnings earnings() {
        return new Earnings(
                books.ofWorker(caller.workerId()).stream().map(EarningsView::of).toList());
    }

    @GET
    @Path("/statements")
    @Operation(
            operationId = "getStatement",
            summary = "Your statement of a month",
            description =
                    "Every assignment paid and every payout of the month (UTC), with opening and closing balance.")
    public Statement statement(
            @RestQuery @Parameter(description = "Year and month", example = "2026-11") @Nullable String month) {
        YearMonth asked = RequestMonth.of(month);
        UUID workerId = caller.workerId();
        Instant from = asked.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        Instant until =
                asked.plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
        List<Entry> entries = books.entriesOfWorker(workerId, from, until);
        List<CurrencyStatement> currencies = new ArrayList<>();
        for (Money opening : books.balanceOfWorker(workerId, from)) {
            currencies.add(CurrencyStatement.of(
                    opening,
                    entries.stream()
                            .filter(entry -> entry.amount().currency().equals(opening.currency()))
                            .toList()));
        }
        return new Statement(asked.toString(), workerId, clock.instant(), currencies);
    }

    record Earnings(List<EarningsView> balances) {}

    @Schema(name = "Earnings")
    record EarningsView(
            @Schema(examples = "EUR") String currency,
            MoneyBody payable,
            MoneyBody held,
            MoneyBody inPayout,
            MoneyBody paidOut,
            MoneyBody owed,
            MoneyBody earned) {

        static EarningsView of(WorkerBalance balance) {
            return new EarningsView(
                    balance.payable().currency(),
                    MoneyBody.of(balance.payable()),
                    MoneyBody.of(balance.held()),
                    MoneyBody.of(balance.inPayout()),
                    MoneyBody.of(balance.paidOut()),
                    MoneyBody.of(balance.owed()),
                    MoneyBody.of(balance.earned()));
        }
    }

    /** @param currencies one for each in which the worker ever earned */
    record Statement(
            @Schema(examples = "2026-11") String month,
            UUID workerId,
            Instant readAt,
            List<CurrencyStatement> currencies) {}

    record CurrencyStatement(
            @Schema(examples = "EUR") String currency,
            MoneyBody opening,
            MoneyBody earned,

            @Schema(description = "Came back from payouts that a bank did not carry out")
            MoneyBody returned,

            MoneyBody paidOut,
            MoneyBody closing,
            List<EntryView> entries) {

        static CurrencyStatement of(Money opening, List<Entry> entries) {
            Money in = Money.zero(opening.currency());
            Money back = Money.zero(opening.currency());
            Money out = Money.zero(opening.currency());
            for (Entry entry : entries) {
                if (entry.amount().isNegative()) {
                    out = out.minus(entry.amount());
                } else if (entry.reason() == Reason.PAYOUT_FAILED || entry.reason() == Reason.PAYOUT_RETURNED) {
                    back = back.plus(entry.amount());
                } else {
                    in = in.plus(entry.amount());
                }
            }
            return new CurrencyStatement(
                    opening.currency(),
                    MoneyBody.of(opening),
                    MoneyBody.of(in),
                    MoneyBody.of(back),
                    MoneyBody.of(out),
                    MoneyBody.of(opening.plus(in).plus(back).minus(out)),
                    entries.stream().map(EntryView::of).toList());
        }
    }
}
