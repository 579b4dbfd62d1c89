package dev.groundwork.payment.ledger;

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
import dev.groundwork.payment.ledger.Ledger.Account;
import dev.groundwork.payment.ledger.Ledger.PurposeTotal;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
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

    LedgerResource(Ledger ledger, Audit audit) {
        this.ledger = ledger;
        this.audit = audit;
    }

    @GET
    @Path("/trial-balance")
    @Operation(
            operationId = "getTrialBalance",
            summary = "Sum up the books",
            description =
                    "Debits and credits of all accounts in each currency. The difference is zero, or the books are broken.")
    public TrialBalance trialBalance() {
        Map<String, List<PurposeTotal>> byCurrency = new LinkedHashMap<>();
        for (PurposeTotal total : ledger.totals()) {
            byCurrency
                    .computeIfAbsent(total.currency(), currency -> new ArrayList<>())
                    .add(total);
        }
        List<CurrencyTotal> currencies = new ArrayList<>();
        byCurrency.forEach((currency, totals) -> currencies.add(CurrencyTotal.of(currency, totals)));
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
        long after = cursor == null || cursor.isEmpty() ? 0 : accountId(cursor);
        List<Account> rows = ledger.accounts(after, limit + 1, currency, purpose);
        return Page.of(rows, limit, last -> Cursor.encode(Long.toString(last.id())))
                .map(AccountView::of);
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

    private static long accountId(String cursor) {
        try {
            return Long.parseLong(Cursor.decode(cursor, 1).getFirst());
        } catch (NumberFormatException e) {
            throw new InvalidRequest(
                    "invalid-cursor", "The cursor is not one of this list; take it from \"next\" unchanged.");
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

    private static long posted(String side, long debits, long credits) {
        return side.equals("C") ? credits - debits : debits - credits;
    }

    private static MoneyBody money(long minor, String currency) {
        return MoneyBody.of(new Money(minor, currency));
    }
}
