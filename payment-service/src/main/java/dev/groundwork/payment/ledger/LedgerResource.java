package dev.groundwork.payment.ledger;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.payment.caller.RequestMonth;
import dev.groundwork.payment.ledger.Ledger.Account;
import dev.groundwork.payment.ledger.Ledger.PurposeTotal;
import dev.groundwork.payment.ledger.Ledger.Turnover;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The books as finance reads them. */
@Path("/v1")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker", "operator"})
@RunOnVirtualThread
class LedgerResource {

    private final Ledger ledger;
    private final Audit audit;
    private final Seals seals;
    private final Clock clock;

    LedgerResource(Ledger ledger, Audit audit, Seals seals, Clock clock) {
        this.ledger = ledger;
        this.audit = audit;
        this.seals = seals;
        this.clock = clock;
    }

    @GET
    @Path("/trial-balance")
    @Operation(
            operationId = "getTrialBalance",
            summary = "Sum up the books",
            description =
                    "Debits and credits of all accounts in each currency, now or at the end of a month. The difference is zero, or"
                            + " the books are broken.")
    @APIResponse(responseCode = "200", description = "The sums")
    @APIResponse(responseCode = "400", description = "invalid-month")
    public TrialBalance trialBalance(
            @RestQuery @Parameter(description = "Year and month; without it, now", example = "2026-10") @Nullable String month) {
        Map<String, List<PurposeTotal>> byCurrency = new LinkedHashMap<>();
        List<PurposeTotal> totals = month == null
                ? ledger.totals()
                : ledger.totals(RequestMonth.of(month).plusMonths(1).atDay(1));
        for (PurposeTotal total : totals) {
            byCurrency
                    .computeIfAbsent(total.currency(), currency -> new ArrayList<>())
                    .add(total);
        }
        List<CurrencyTotal> currencies = new ArrayList<>();
        byCurrency.forEach((currency, ofCurrency) -> currencies.add(CurrencyTotal.of(currency, ofCurrency)));
        return new TrialBalance(currencies.stream().allMatch(CurrencyTotal::balanced), currencies);
    }

    @GET
    @Path("/accounts")
    @Operation(operationId = "listAccounts", summary = "List the accounts of the ledger")
    public Page<AccountView> accounts(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit,
            @RestQuery @Nullable String currency,
            @RestQuery @Nullable String purpose) {
        List<Account> rows = ledger.accounts(Cursor.decodeLong(cursor, 0), limit + 1, currency, purpose);
        return Page.of(rows, limit, last -> Cursor.encode(last.id())).map(AccountView::of);
    }

    @GET
    @Path("/audit")
    @Operation(
            operationId = "runAudit",
            summary = "Check the books",
            description =
                    "Runs every invariant of the ledger as one query over one snapshot. ok is false when any is violated.")
    public Audit.Report audit() {
        return audit.run();
    }

    @GET
    @Path("/accounts/{id}/balance")
    @Operation(
            operationId = "getBalanceAsOf",
            summary = "Read a balance as of a day",
            description =
                    "What was booked for the day or one before it. With seq, as it was known when the posting of that number was the last:"
                            + " what was booked for the day later is left out.")
    @APIResponse(responseCode = "400", description = "invalid-day")
    @APIResponse(responseCode = "404", description = "account-not-found")
    public BalanceView balance(
            @RestPath long id,
            @RestQuery @Parameter(description = "A day, UTC; today without it", example = "2026-11-01") @Nullable String on,
            @RestQuery @Parameter(description = "Number of a posting", example = "4711") @Min(0) @Nullable Long seq) {
        Turnover turnover = ledger.turnover(id, day(on), seq);
        if (turnover == null) {
            throw new NotFound("account", id);
        }
        return BalanceView.of(id, turnover);
    }

    @GET
    @Path("/audit/seals")
    @Operation(
            operationId = "listSeals",
            summary = "List the seals of the books",
            description =
                    "Each block's hash is SHA-256 over the hash before it and the postings and transfers of the block. Seals are published on"
                            + " the topic payment.seal.v1 as they are made; a seal that differs from what was published means that the"
                            + " books were rewritten.")
    public Page<Seals.Seal> seals(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return Page.of(
                seals.after(Cursor.decodeLong(cursor, 0), limit + 1), limit, last -> Cursor.encode(last.block()));
    }

    private LocalDate day(@Nullable String on) {
        if (on == null || on.isEmpty()) {
            return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        }
        try {
            return LocalDate.parse(on);
        } catch (DateTimeParseException e) {
            throw new InvalidRequest("invalid-day", "The day is not one such as 2026-11-01.");
        }
    }

    record TrialBalance(boolean balanced, List<CurrencyTotal> currencies) {}

    record CurrencyTotal(
            @Schema(examples = "EUR") String currency,
            MoneyBody debits,
            MoneyBody credits,
            MoneyBody difference,
            MoneyBody pendingDebits,
            MoneyBody pendingCredits,
            boolean balanced,
            List<PurposeView> accounts) {

        static CurrencyTotal of(String currency, List<PurposeTotal> totals) {
            long debits = 0;
            long credits = 0;
            long pendingDebits = 0;
            long pendingCredits = 0;
            for (PurposeTotal total : totals) {
                debits = Math.addExact(debits, total.debitsPosted());
                credits = Math.addExact(credits, total.creditsPosted());
                pendingDebits = Math.addExact(pendingDebits, total.debitsPending());
                pendingCredits = Math.addExact(pendingCredits, total.creditsPending());
            }
            return new CurrencyTotal(
                    currency,
                    money(debits, currency),
                    money(credits, currency),
                    money(debits - credits, currency),
                    money(pendingDebits, currency),
                    money(pendingCredits, currency),
                    debits == credits && pendingDebits == pendingCredits,
                    totals.stream().map(PurposeView::of).toList());
        }
    }

    record PurposeView(
            @Schema(examples = "WORKER") String owner,
            @Schema(examples = "PAYABLE") String purpose,
            long accounts,
            MoneyBody debits,
            MoneyBody credits,
            MoneyBody balance) {

        static PurposeView of(PurposeTotal total) {
            return new PurposeView(
                    total.owner(),
                    total.purpose(),
                    total.accounts(),
                    money(total.debitsPosted(), total.currency()),
                    money(total.creditsPosted(), total.currency()),
                    money(posted(total.side(), total.debitsPosted(), total.creditsPosted()), total.currency()));
        }
    }

    record AccountView(
            long id,
            String owner,
            @Nullable UUID ownerId,
            String purpose,
            String currency,
            MoneyBody debits,
            MoneyBody credits,
            MoneyBody pendingDebits,
            MoneyBody pendingCredits,
            MoneyBody balance) {

        static AccountView of(Account account) {
            String currency = account.currency();
            return new AccountView(
                    account.id(),
                    account.owner(),
                    account.ownerId().equals(AccountName.NOBODY) ? null : account.ownerId(),
                    account.purpose(),
                    currency,
                    money(account.debitsPosted(), currency),
                    money(account.creditsPosted(), currency),
                    money(account.debitsPending(), currency),
                    money(account.creditsPending(), currency),
                    money(posted(account.side(), account.debitsPosted(), account.creditsPosted()), currency));
        }
    }

    /** @param seq the last posting that was looked at */
    @Schema(name = "BalanceAsOf")
    record BalanceView(long accountId, LocalDate on, long seq, MoneyBody debits, MoneyBody credits, MoneyBody balance) {

        static BalanceView of(long accountId, Turnover turnover) {
            String currency = turnover.currency();
            return new BalanceView(
                    accountId,
                    turnover.on(),
                    turnover.seq(),
                    money(turnover.debits(), currency),
                    money(turnover.credits(), currency),
                    money(posted(turnover.side(), turnover.debits(), turnover.credits()), currency));
        }
    }

    private static long posted(String side, long debits, long credits) {
        return side.equals("C") ? credits - debits : debits - credits;
    }

    private static MoneyBody money(long minor, String currency) {
        return MoneyBody.of(new Money(minor, currency));
    }
}
