package dev.groundwork.payment.reconciliation;

import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.bank.Statement.Batch;
import dev.groundwork.payment.deposit.DepositReferences;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.PayoutOutcomes;
import dev.groundwork.payment.payout.PayoutOutcomes.Booking;
import dev.groundwork.payment.payout.PayoutOutcomes.Return;
import dev.groundwork.payment.payout.SentPayouts;
import dev.groundwork.payment.payout.SentPayouts.Block;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.payout.SentPayouts.Stage;
import dev.groundwork.payment.reconciliation.BankIntake.Source;
import dev.groundwork.payment.reconciliation.BankLine.Outcome;

import org.jspecify.annotations.Nullable;

/**
 * Finds what the lines of a file are, by references and exact amounts only: what would have to be guessed goes to suspense.
 * What left goes before what came in, for a statement may have both ends of one transfer. Payouts of providers are not looked for: no
 * bank has them.
 */
final class Matching {

    private final PayoutOutcomes outcomes;
    private final DepositReferences references;
    private final Providers providers;
    private final BankConfig config;
    private final Source source;
    private final String actor;
    private final Instant now;
    private final Set<UUID> batches = new TreeSet<>();

    Matching(
            PayoutOutcomes outcomes,
            DepositReferences references,
            Providers providers,
            BankConfig config,
            Source source,
            String actor,
            Instant now) {
        this.outcomes = outcomes;
        this.references = references;
        this.providers = providers;
        this.config = config;
        this.source = source;
        this.actor = actor;
        this.now = now;
    }

    /**
     * @param count how many things it stands for
     * @param requesterId whose deposit it is
     * @param note why it is in suspense, else empty
     */
    record Matched(
            BankLine line,
            Outcome outcome,
            int count,
            List<Command> commands,
            @Nullable UUID requesterId,
            String note) {}

    /** {@return batches of which something was booked} */
    Collection<UUID> batches() {
        return batches;
    }

    /** {@return what became of each line, in the order of the books: what left, then what came in} */
    List<Matched> match(Connection tx, List<BankLine> lines) throws SQLException {
        Map<String, String> byServicerRef = BankTables.payoutsByServicerRef(
                tx,
                lines.stream()
                        .filter(BankLine::credit)
                        .map(line -> line.line().refs().servicerRef())
                        .toList());
        Set<String> names = new TreeSet<>();
        Set<String> blockNames = new TreeSet<>();
        for (BankLine line : lines) {
            names.add(payoutName(line, byServicerRef));
            Batch batch = line.line().batch();
            if (batch != null) {
                blockNames.add(batch.paymentInfoId());
            }
        }
        Map<String, String> rails = SentPayouts.rails(tx, names, blockNames);
        names.removeIf(name -> isOfAProvider(rails.get(name)));
        blockNames.removeIf(name -> isOfAProvider(rails.get(name)));
        outcomes.lock(tx, names, blockNames, actor);
        Map<String, Sent> before = SentPayouts.find(tx, names);
        List<Matched> matched = new ArrayList<>(lines.size());
        out(tx, lines.stream().filter(line -> !line.credit()).toList(), before, blockNames, matched);
        in(tx, lines.stream().filter(BankLine::credit).toList(), before, byServicerRef, matched);
        return matched;
    }

    private boolean isOfAProvider(@Nullable String rail) {
        return rail != null && providers.have(rail);
    }

    private static String payoutName(BankLine line, Map<String, String> byServicerRef) {
        var refs = line.line().refs();
        return refs.endToEndId().isEmpty() ? byServicerRef.getOrDefault(refs.servicerRef(), "") : refs.endToEndId();
    }

    private void out(
            Connection tx,
            List<BankLine> lines,
            Map<String, Sent> payouts,
            Set<String> blockNames,
            List<Matched> matched)
            throws SQLException {
        Map<String, Block> blocks = SentPayouts.blocks(tx, blockNames);
        Set<String> used = new HashSet<>();
        List<Booking> bookings = new ArrayList<>();
        for (BankLine line : lines) {
            Sent payout = payouts.get(line.line().refs().endToEndId());
            Batch batch = line.line().batch();
            Block block = batch == null ? null : blocks.get(batch.paymentInfoId());
            if (line.line().reversal()) {
                matched.add(suspense(line, "taken-back-by-the-bank"));
            } else if (payout != null) {
                matched.add(payout(line, payout, used, bookings));
            } else if (batch != null && block != null) {
                matched.add(block(tx, line, batch, block, used));
            } else if (isFee(line)) {
                matched.add(new Matched(
                        line,
                        Outcome.FEE,
                        1,
                        List.of(command(line, payoutCost(line), cash(line), Reason.BANK_FEE)),
                        null,
                        ""));
            } else {
                matched.add(suspense(line, "nothing-fits"));
            }
        }
        outcomes.booked(tx, bookings, now);
    }

    private Matched payout(BankLine line, Sent payout, Set<String> used, List<Booking> bookings) {
        boolean byHand = payout.stage() == Stage.SETTLED && !payout.seenAtBank();
        if (payout.stage() != Stage.OPEN && !byHand) {
            return suspense(line, payout.stage() == Stage.SETTLED ? "booked-before" : "payout-is-over");
        }
        if (!payout.amount().equals(line.amount())) {
            return suspense(line, "amount-differs");
        }
        if (!used.add(payout.endToEndId())) {
            return suspense(line, "booked-before");
        }
        batches.add(payout.batchId());
        bookings.add(new Booking(payout.id(), line.id()));
        var from = byHand
                ? AccountName.cash(line.amount().currency())
                : AccountName.clearing(payout.batchId(), line.amount().currency());
        return new Matched(
                line, Outcome.PAYOUT, 1, List.of(command(line, from, cash(line), Reason.PAYOUT_SETTLED)), null, "");
    }

    private Matched block(Connection tx, BankLine line, Batch batch, Block block, Set<String> used)
            throws SQLException {
        Integer count = batch.count();
        boolean open = fits(line, count, block, block.openCount(), block.openMinor());
        boolean byHand = fits(line, count, block, block.byHandCount(), block.byHandMinor()) && block.openCount() == 0;
        if (!open && !byHand) {
            return suspense(line, "block-differs");
        }
        // A block that is half settled by hand is a question for people.
        if ((open && block.byHandCount() > 0) || !used.add(block.paymentInfoId())) {
            return suspense(line, "booked-before");
        }
        batches.add(block.batchId());
        outcomes.bookedBlock(tx, block.paymentInfoId(), line.id(), now);
        var from = open ? AccountName.clearing(block.batchId(), block.currency()) : AccountName.cash(block.currency());
        return new Matched(
                line,
                Outcome.PAYOUT_BLOCK,
                open ? block.openCount() : block.byHandCount(),
                List.of(command(line, from, cash(line), Reason.PAYOUT_SETTLED)),
                null,
                "");
    }

    private static boolean fits(BankLine line, @Nullable Integer said, Block block, int count, long minor) {
        return count > 0 && (said == null || said == count) && line.amount().equals(new Money(minor, block.currency()));
    }

    private boolean isFee(BankLine line) {
        var amount = line.amount();
        return config.feeCodes().contains(line.line().code())
                && amount.minor()
                        <= Money.rounded(config.feeLimit(), amount.currency(), RoundingMode.FLOOR)
                                .minor();
    }

    private void in(
            Connection tx,
            List<BankLine> lines,
            Map<String, Sent> before,
            Map<String, String> byServicerRef,
            List<Matched> matched)
            throws SQLException {
        // Read again: what the same file booked may come back in it.
        Map<String, Sent> payouts = SentPayouts.find(tx, before.keySet());
        Set<String> returnable = returnable(tx, before);
        Map<String, UUID> requesters = references.owners(
                tx,
                lines.stream()
                        .map(line -> line.line().refs())
                        .flatMap(refs -> DepositReferences.in(refs.creditorRef(), refs.text()).stream())
                        .toList());
        Map<UUID, List<Return>> returns = new HashMap<>();
        List<Matched> found = new ArrayList<>(lines.size());
        Set<String> used = new HashSet<>();
        for (BankLine line : lines) {
            var refs = line.line().refs();
            Sent payout = payouts.get(payoutName(line, byServicerRef));
            if (!refs.returnReason().isEmpty()) {
                String fault = faultOfReturn(line, payout, used, returnable);
                if (payout == null || fault != null) {
                    found.add(suspense(line, fault == null ? "nothing-fits" : fault));
                } else {
                    returns.computeIfAbsent(line.accountId(), id -> new ArrayList<>())
                            .add(new Return(payout, refs.returnReason(), line.id()));
                    found.add(new Matched(line, Outcome.RETURN, 1, List.of(), null, ""));
                }
            } else if (line.line().reversal()) {
                found.add(suspense(line, "taken-back-by-the-bank"));
            } else {
                found.add(deposit(line, requesters));
            }
        }
        matched.addAll(withReturns(tx, found, returns));
    }

    /**
     * {@return the payouts that may come back by this file alone} What a person gives in is one person's word: it brings back what a
     * statement had shown before; of what two people called booked, only what the bank or another person's file had shown.
     */
    private Set<String> returnable(Connection tx, Map<String, Sent> before) throws SQLException {
        if (source == Source.INBOX) {
            return before.keySet();
        }
        Set<String> shown = new HashSet<>();
        before.forEach((name, payout) -> {
            if (payout.seenAtBank()) {
                shown.add(name);
            }
        });
        shown.removeAll(BankTables.shownOnlyBy(tx, actor, shown));
        return shown;
    }

    private static @Nullable String faultOfReturn(
            BankLine line, @Nullable Sent payout, Set<String> used, Set<String> returnable) {
        if (payout == null) {
            return "nothing-fits";
        }
        if (payout.stage() == Stage.RETURNED || !used.add(payout.endToEndId())) {
            return "returned-before";
        }
        if (payout.stage() != Stage.SETTLED) {
            return "returned-and-never-booked";
        }
        if (!payout.amount().equals(line.amount())) {
            return "amount-differs";
        }
        return returnable.contains(payout.endToEndId()) ? null : "return-waits";
    }

    /** Gives each return the posting that belongs to it. */
    private List<Matched> withReturns(Connection tx, List<Matched> found, Map<UUID, List<Return>> returns)
            throws SQLException {
        Map<UUID, Command> byLine = new HashMap<>();
        for (var ofAccount : returns.entrySet()) {
            List<Return> all = ofAccount.getValue();
            String currency = all.getFirst().payout().amount().currency();
            List<Command> commands = outcomes.returned(tx, all, AccountName.cashAt(ofAccount.getKey(), currency), now);
            for (int i = 0; i < all.size(); i++) {
                byLine.put(all.get(i).lineId(), commands.get(i));
            }
        }
        List<Matched> whole = new ArrayList<>(found.size());
        for (Matched one : found) {
            Command command = byLine.get(one.line().id());
            whole.add(
                    command == null
                            ? one
                            : new Matched(one.line(), one.outcome(), one.count(), List.of(command), null, ""));
        }
        return whole;
    }

    private Matched deposit(BankLine line, Map<String, UUID> requesters) {
        var refs = line.line().refs();
        Set<UUID> owners = new TreeSet<>();
        for (String reference : DepositReferences.in(refs.creditorRef(), refs.text())) {
            UUID owner = requesters.get(reference);
            if (owner != null) {
                owners.add(owner);
            }
        }
        if (owners.size() != 1) {
            return suspense(line, owners.isEmpty() ? "nothing-fits" : "several-references");
        }
        UUID owner = owners.iterator().next();
        return new Matched(
                line,
                Outcome.DEPOSIT,
                1,
                List.of(command(
                        line,
                        cash(line),
                        AccountName.available(owner, line.amount().currency()),
                        Reason.DEPOSIT)),
                owner,
                "");
    }

    private static Matched suspense(BankLine line, String note) {
        var open = AccountName.suspense(line.amount().currency());
        var command = line.credit()
                ? command(line, cash(line), open, Reason.SUSPENSE)
                : command(line, open, cash(line), Reason.SUSPENSE);
        return new Matched(line, Outcome.SUSPENSE, 1, List.of(command), null, note);
    }

    private static Command command(BankLine line, AccountName debit, AccountName credit, Reason reason) {
        String key = "bank-line:" + line.id();
        return Command.of(
                "bank",
                key,
                "bank-line",
                key,
                "{}",
                List.of(Leg.move(debit, credit, line.amount().minor(), reason)));
    }

    private static AccountName cash(BankLine line) {
        return AccountName.cashAt(line.accountId(), line.amount().currency());
    }

    private static AccountName payoutCost(BankLine line) {
        return AccountName.payoutCost(line.amount().currency());
    }
}
