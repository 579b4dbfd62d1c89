package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.payment.ledger.Kernel.Hold;
import dev.groundwork.payment.ledger.Kernel.Instruction;
import dev.groundwork.payment.ledger.Kernel.Step;
import dev.groundwork.payment.ledger.Kernel.Verdict;
import dev.groundwork.payment.ledger.LedgerTables.LockedBalance;
import dev.groundwork.payment.ledger.LedgerTables.StoredHold;

/**
 * The only path by which money moves: a batch of commands in, one receipt each out, about ten statements whatever the
 * size of the batch.
 *
 * <p>Everybody takes locks in one order: commands by scope and key, accounts by name, balances by account id. So batches
 * wait for each other and never deadlock, as long as a transaction takes row locks of its own first and then posts
 * once, or again and again in the order of the ids of its accounts.
 */
@ApplicationScoped
public class PostingEngine {

    private final Clock clock;

    PostingEngine(Clock clock) {
        this.clock = clock;
    }

    /**
     * Carries out the commands in their order, in the caller's transaction, which the caller commits.
     *
     * @return receipts in the order of the commands; a refusal is a receipt, not an exception, and is final for its key
     * @throws SQLException when the database fails: roll back, and post the same commands again
     */
    public List<Receipt> post(Connection tx, List<Command> commands) throws SQLException {
        return post(tx, commands, Map.of());
    }

    /** The same, where the caller knows the numbers of many of the accounts; the others are looked up. */
    public List<Receipt> post(Connection tx, List<Command> commands, Map<AccountName, Long> known) throws SQLException {
        // As precise as the database keeps it, so that whether a hold was over can be told from what is stored.
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return post(new LedgerTables(tx, now), now, commands, known);
    }

    static List<Receipt> post(Books tables, Instant now, List<Command> commands, Map<AccountName, Long> known)
            throws SQLException {
        if (commands.isEmpty()) {
            return List.of();
        }
        Map<CommandKey, Command> firsts = LinkedHashMap.newLinkedHashMap(commands.size());
        Map<CommandKey, UUID> ids = HashMap.newHashMap(commands.size());
        for (Command command : commands) {
            CommandKey key = CommandKey.of(command);
            if (firsts.putIfAbsent(key, command) == null) {
                ids.put(key, Ids.next());
            }
        }
        Set<UUID> accepted = tables.insertCommands(firsts, ids);

        Map<CommandKey, Receipt> receipts = HashMap.newHashMap(firsts.size());
        List<Accepted> fresh = new ArrayList<>(firsts.size());
        List<CommandKey> repeats = new ArrayList<>();
        firsts.forEach((key, command) -> {
            UUID id = ids.get(key);
            if (id != null && accepted.contains(id)) {
                fresh.add(new Accepted(key, id, command));
            } else {
                repeats.add(key);
            }
        });
        receipts.putAll(tables.storedReceipts(repeats, firsts));
        carryOut(tables, now, fresh, receipts, known);
        return inOrder(commands, firsts, receipts);
    }

    private static void carryOut(
            Books tables,
            Instant now,
            List<Accepted> fresh,
            Map<CommandKey, Receipt> receipts,
            Map<AccountName, Long> known)
            throws SQLException {
        if (fresh.isEmpty()) {
            return;
        }
        var names = new LinkedHashSet<AccountName>();
        var holdSeqs = new LinkedHashSet<Long>();
        var businessKeys = new ArrayList<String>(fresh.size());
        for (Accepted one : fresh) {
            businessKeys.add(one.command().businessKey());
            for (Leg leg : one.command().legs()) {
                names.add(leg.debit());
                names.add(leg.credit());
                if (leg.holdSeq() != 0) {
                    holdSeqs.add(leg.holdSeq());
                }
            }
        }
        Map<AccountName, Long> accounts = accounts(tables, names, known);
        // Below this line nobody else moves these accounts.
        List<LockedBalance> locked = tables.lockBalances(accounts.values());
        Map<Long, Integer> places = HashMap.newHashMap(locked.size());
        for (int i = 0; i < locked.size(); i++) {
            places.put(locked.get(i).accountId(), i);
        }
        List<StoredHold> holds = tables.holds(holdSeqs);
        var instructions = new ArrayList<Instruction>(fresh.size());
        for (Accepted one : fresh) {
            instructions.add(instruction(one.command(), accounts, places, holds));
        }
        var outcome = Kernel.apply(
                locked.stream().map(LockedBalance::balance).toList(),
                holds.stream()
                        .map(hold -> new Hold(
                                places.getOrDefault(hold.debitAccount(), -1),
                                places.getOrDefault(hold.creditAccount(), -1),
                                hold.amount(),
                                hold.resolved(),
                                hold.isExpired(now)))
                        .toList(),
                tables.happened(businessKeys),
                instructions);
        List<Long> seqs = tables.nextSeqs(fresh.size());
        List<Posted> posted = new ArrayList<>(fresh.size());
        Map<UUID, String> refused = new LinkedHashMap<>();
        for (int i = 0; i < fresh.size(); i++) {
            Accepted one = fresh.get(i);
            Verdict verdict = outcome.verdicts().get(i);
            if (verdict.refusal() != null) {
                refused.put(one.id(), verdict.refusal());
                receipts.put(one.key(), new Receipt(one.id(), verdict.refusal(), 0, List.of(), false));
            } else {
                posted.add(new Posted(one.id(), one.command(), seqs.get(i), verdict.amounts()));
                receipts.put(one.key(), new Receipt(one.id(), null, seqs.get(i), verdict.amounts(), false));
            }
        }
        tables.insertPostings(posted);
        tables.insertTransfers(posted, accounts);
        Failpoint.hit("posting.after-transfers-before-balances");
        tables.updateBalances(locked, outcome.balances(), seqs.getLast());
        tables.refuse(refused);
    }

    private static Map<AccountName, Long> accounts(Books tables, Set<AccountName> names, Map<AccountName, Long> known)
            throws SQLException {
        if (known.isEmpty()) {
            return tables.accountIds(names);
        }
        Map<AccountName, Long> accounts = HashMap.newHashMap(names.size());
        Set<AccountName> unknown = new LinkedHashSet<>();
        for (AccountName name : names) {
            Long id = known.get(name);
            if (id == null) {
                unknown.add(name);
            } else {
                accounts.put(name, id);
            }
        }
        if (!unknown.isEmpty()) {
            accounts.putAll(tables.accountIds(unknown));
        }
        return accounts;
    }

    private static Instruction instruction(
            Command command, Map<AccountName, Long> accounts, Map<Long, Integer> places, List<StoredHold> holds) {
        List<Step> steps = new ArrayList<>(command.legs().size());
        for (Leg leg : command.legs()) {
            int hold = leg.holdSeq() == 0 ? -1 : StoredHold.place(holds, leg.holdSeq());
            steps.add(new Step(
                    place(leg.debit(), accounts, places),
                    place(leg.credit(), accounts, places),
                    leg.amountMinor(),
                    leg.phase(),
                    hold,
                    leg.share()));
        }
        return new Instruction(command.businessKey(), steps);
    }

    private static int place(AccountName name, Map<AccountName, Long> accounts, Map<Long, Integer> places) {
        Long id = accounts.get(name);
        Integer place = id == null ? null : places.get(id);
        if (place == null) {
            throw new IllegalStateException("not locked: " + name);
        }
        return place;
    }

    private static List<Receipt> inOrder(
            List<Command> commands, Map<CommandKey, Command> firsts, Map<CommandKey, Receipt> receipts) {
        List<Receipt> answers = new ArrayList<>(commands.size());
        Set<CommandKey> answered = HashSet.newHashSet(commands.size());
        for (Command command : commands) {
            CommandKey key = CommandKey.of(command);
            Receipt receipt = receipts.get(key);
            Command first = firsts.get(key);
            if (receipt == null || first == null) {
                throw new IllegalStateException("no receipt for " + key);
            }
            if (answered.add(key)) {
                answers.add(receipt);
            } else if (first.requestHash().equals(command.requestHash())) {
                answers.add(receipt.asRepeat());
            } else {
                answers.add(new Receipt(receipt.id(), Receipt.KEY_REUSED, 0, List.of(), true));
            }
        }
        return answers;
    }

    /** What makes a command the same as an earlier one. */
    record CommandKey(String scope, String key) {

        static CommandKey of(Command command) {
            return new CommandKey(command.scope(), command.key());
        }
    }

    private record Accepted(CommandKey key, UUID id, Command command) {}

    /** A command that the kernel carried out, with the number of its posting. */
    record Posted(UUID id, Command command, long seq, List<Long> amounts) {}
}
