package dev.groundwork.payment.ledger;

import java.math.BigInteger;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.LedgerTables.LockedBalance;
import dev.groundwork.payment.ledger.LedgerTables.StoredHold;
import dev.groundwork.payment.ledger.PostingEngine.CommandKey;
import dev.groundwork.payment.ledger.PostingEngine.Posted;

import org.jspecify.annotations.Nullable;

/**
 * The tables of the ledger in memory, for the real posting path on top of them; a transaction is a mark to go back to. Checks the
 * invariants of the books as the audit's queries do.
 */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
public final class MemoryLedger implements Books {

    private record CommandRow(
            UUID id, Command command, @Nullable String refusal) {}

    private record PostingRow(Posted posted, Instant at) {}

    /** A transfer as it was written. */
    public record Transfer(
            long seq,
            UUID posting,
            AccountName debit,
            AccountName credit,
            long amount,
            Leg.Phase phase,
            long holdSeq,
            Reason reason,
            @Nullable Instant expiresAt,
            Instant at) {}

    private final Clock clock;
    private final Map<CommandKey, Integer> commandPlaces = new HashMap<>();
    private final List<CommandRow> commands = new ArrayList<>();
    private final Map<AccountName, Long> ids = new HashMap<>();
    private final List<AccountName> names = new ArrayList<>();
    private final List<Balance> balances = new ArrayList<>();
    private final List<PostingRow> postings = new ArrayList<>();
    private final Set<String> happened = new HashSet<>();
    private final List<Transfer> transfers = new ArrayList<>();
    private final Set<Long> resolved = new HashSet<>();
    private long seq;

    /** A moment to go back to. */
    public record Mark(int commands, int accounts, List<Balance> balances, int postings, int transfers) {}

    public MemoryLedger(Clock clock) {
        this.clock = clock;
    }

    /** The posting path of the service, on this ledger. */
    public PostingEngine engine() {
        return new PostingEngine(clock) {
            @Override
            public List<Receipt> post(Connection tx, List<Command> wanted, Map<AccountName, Long> known)
                    throws SQLException {
                return post(MemoryLedger.this, clock.instant(), wanted, known);
            }
        };
    }

    public Mark mark() {
        return new Mark(commands.size(), names.size(), List.copyOf(balances), postings.size(), transfers.size());
    }

    /** Rolls back; numbers that were taken stay taken, as those of a sequence do. */
    public void backTo(Mark mark) {
        while (commands.size() > mark.commands()) {
            commandPlaces.remove(CommandKey.of(commands.removeLast().command()));
        }
        while (names.size() > mark.accounts()) {
            ids.remove(names.removeLast());
        }
        balances.clear();
        balances.addAll(mark.balances());
        while (postings.size() > mark.postings()) {
            happened.remove(postings.removeLast().posted().command().businessKey());
        }
        while (transfers.size() > mark.transfers()) {
            resolved.remove(transfers.removeLast().holdSeq());
        }
    }

    public long available(AccountName name) {
        Long id = ids.get(name);
        return id == null ? 0 : balances.get(id.intValue()).available();
    }

    /** {@return the number of an account that something was booked on} */
    public long numberOf(AccountName name) {
        return ids.get(name);
    }

    public List<Transfer> transfers() {
        return List.copyOf(transfers);
    }

    /** {@return open holds that are over, as the clock that voids them finds them} */
    public List<Transfer> expiredHolds() {
        Instant now = clock.instant();
        return transfers.stream()
                .filter(hold ->
                        hold.expiresAt() != null && !hold.expiresAt().isAfter(now) && !resolved.contains(hold.seq()))
                .toList();
    }

    public boolean isResolved(long holdSeq) {
        return resolved.contains(holdSeq);
    }

    /** {@return the command that reverses the posting with this business key, as the service makes it; null where there is none} */
    public @Nullable Command reversalOf(String businessKey) {
        for (PostingRow row : postings) {
            if (row.posted().command().businessKey().equals(businessKey)) {
                List<Reversal.Moved> moved = transfers.stream()
                        .filter(transfer ->
                                transfer.posting().equals(row.posted().id()))
                        .map(transfer -> new Reversal.Moved(
                                transfer.debit(), transfer.credit(), transfer.amount(), transfer.phase()))
                        .toList()
                        .reversed();
                return Reversal.of(row.posted().id(), moved, "simulated");
            }
        }
        return null;
    }

    // Tables

    @Override
    public Set<UUID> insertCommands(Map<CommandKey, Command> wanted, Map<CommandKey, UUID> newIds) {
        Set<UUID> accepted = new HashSet<>();
        wanted.forEach((key, command) -> {
            if (!commandPlaces.containsKey(key)) {
                UUID id = newIds.get(key);
                commandPlaces.put(key, commands.size());
                commands.add(new CommandRow(id, command, null));
                accepted.add(id);
            }
        });
        return accepted;
    }

    @Override
    public Map<CommandKey, Receipt> storedReceipts(List<CommandKey> repeats, Map<CommandKey, Command> wanted) {
        Map<CommandKey, Receipt> receipts = new HashMap<>();
        for (CommandKey key : repeats) {
            CommandRow row = commands.get(commandPlaces.get(key));
            if (!row.command().requestHash().equals(wanted.get(key).requestHash())) {
                receipts.put(key, new Receipt(row.id(), Receipt.KEY_REUSED, 0, List.of(), true));
            } else if (row.refusal() != null) {
                receipts.put(key, new Receipt(row.id(), row.refusal(), 0, List.of(), true));
            } else {
                Posted posted = postings.stream()
                        .map(PostingRow::posted)
                        .filter(one -> one.id().equals(row.id()))
                        .findFirst()
                        .orElseThrow();
                receipts.put(key, new Receipt(row.id(), null, posted.seq(), posted.amounts(), true));
            }
        }
        return receipts;
    }

    @Override
    public Map<AccountName, Long> accountIds(Set<AccountName> wanted) {
        Map<AccountName, Long> found = new HashMap<>();
        for (AccountName name : wanted) {
            found.put(name, ids.computeIfAbsent(name, fresh -> {
                names.add(fresh);
                balances.add(Balance.empty(fresh.purpose()));
                return names.size() - 1L;
            }));
        }
        return found;
    }

    @Override
    public List<LockedBalance> lockBalances(Collection<Long> accountIds) {
        return new TreeSet<>(accountIds)
                .stream()
                        .map(id -> new LockedBalance(id, balances.get(id.intValue())))
                        .toList();
    }

    @Override
    public List<StoredHold> holds(Set<Long> seqs) {
        return transfers.stream()
                .filter(transfer -> transfer.phase() == Leg.Phase.PENDING && seqs.contains(transfer.seq()))
                .sorted(Comparator.comparingLong(Transfer::seq))
                .map(hold -> new StoredHold(
                        hold.seq(),
                        ids.get(hold.debit()),
                        ids.get(hold.credit()),
                        hold.amount(),
                        hold.expiresAt(),
                        resolved.contains(hold.seq())))
                .toList();
    }

    @Override
    public Set<String> happened(List<String> businessKeys) {
        Set<String> found = new HashSet<>(businessKeys);
        found.retainAll(happened);
        return found;
    }

    @Override
    public List<Long> nextSeqs(int count) {
        List<Long> seqs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            seqs.add(++seq);
        }
        return seqs;
    }

    @Override
    public void insertPostings(List<Posted> posted) {
        for (Posted one : posted) {
            if (!happened.add(one.command().businessKey())) {
                throw new IllegalStateException("unique index: " + one.command().businessKey());
            }
            postings.add(new PostingRow(one, clock.instant()));
        }
    }

    @Override
    public void insertTransfers(List<Posted> posted, Map<AccountName, Long> accounts) {
        for (Posted one : posted) {
            for (int i = 0; i < one.amounts().size(); i++) {
                long amount = one.amounts().get(i);
                if (amount > 0) {
                    Leg leg = one.command().legs().get(i);
                    if (leg.holdSeq() != 0 && !resolved.add(leg.holdSeq())) {
                        throw new IllegalStateException("unique index: resolved twice, " + leg.holdSeq());
                    }
                    transfers.add(new Transfer(
                            Receipt.transferSeq(one.seq(), i + 1),
                            one.id(),
                            leg.debit(),
                            leg.credit(),
                            amount,
                            leg.phase(),
                            leg.holdSeq(),
                            leg.reason(),
                            leg.expiresAt(),
                            clock.instant()));
                }
            }
        }
    }

    @Override
    public void updateBalances(List<LockedBalance> before, List<Balance> after, long lastSeq) {
        for (int i = 0; i < before.size(); i++) {
            balances.set((int) before.get(i).accountId(), after.get(i));
        }
    }

    @Override
    public void refuse(Map<UUID, String> refused) {
        for (int i = commands.size() - 1; i >= 0 && !refused.isEmpty(); i--) {
            CommandRow row = commands.get(i);
            if (refused.containsKey(row.id())) {
                commands.set(i, new CommandRow(row.id(), row.command(), refused.get(row.id())));
            }
        }
    }

    // Invariants

    /** {@return what is wrong with the books, in words; by the numbers of the audit} */
    public List<String> violations() {
        List<String> wrong = new ArrayList<>();
        long[][] sums = new long[balances.size()][4];
        Map<Long, Transfer> holds = new HashMap<>();
        Set<Long> ended = new HashSet<>();
        for (Transfer transfer : transfers) {
            int debit = ids.get(transfer.debit()).intValue();
            int credit = ids.get(transfer.credit()).intValue();
            switch (transfer.phase()) {
                case SINGLE -> add(sums, debit, credit, 0, transfer.amount());
                case PENDING -> {
                    add(sums, debit, credit, 2, transfer.amount());
                    holds.put(transfer.seq(), transfer);
                }
                case POST, VOID -> {
                    Transfer hold = holds.get(transfer.holdSeq());
                    if (hold == null || !ended.add(transfer.holdSeq()) || transfer.amount() > hold.amount()) {
                        wrong.add("4: hold " + transfer.holdSeq() + " is resolved wrongly");
                        continue;
                    }
                    if (transfer.phase() == Leg.Phase.POST) {
                        add(sums, debit, credit, 0, transfer.amount());
                        if (hold.expiresAt() != null && !hold.expiresAt().isAfter(transfer.at())) {
                            wrong.add("4: hold " + hold.seq() + " was posted after it expired");
                        }
                    }
                    add(sums, debit, credit, 2, -hold.amount());
                }
            }
        }
        BigInteger total = BigInteger.ZERO;
        for (int i = 0; i < balances.size(); i++) {
            Balance balance = balances.get(i);
            total = total.add(BigInteger.valueOf(balance.debitsPosted()))
                    .subtract(BigInteger.valueOf(balance.creditsPosted()));
            if (sums[i][0] != balance.debitsPosted()
                    || sums[i][1] != balance.creditsPosted()
                    || sums[i][2] != balance.debitsPending()
                    || sums[i][3] != balance.creditsPending()) {
                wrong.add("2: " + names.get(i) + " is not the sum of its transfers");
            }
            if (balance.floor() != null && balance.available() < balance.floor()) {
                wrong.add("3: " + names.get(i) + " is below its floor");
            }
        }
        if (total.signum() != 0) {
            wrong.add("1: debits and credits differ by " + total);
        }
        Set<UUID> posted = new HashSet<>();
        Set<String> keys = new HashSet<>();
        for (PostingRow row : postings) {
            posted.add(row.posted().id());
            if (!keys.add(row.posted().command().businessKey())) {
                wrong.add("5: posted twice, " + row.posted().command().businessKey());
            }
        }
        for (CommandRow row : commands) {
            if ((row.refusal() == null) != posted.contains(row.id())) {
                wrong.add("6: command " + row.command().key() + " and its posting disagree");
            }
        }
        return wrong;
    }

    private static void add(long[][] sums, int debit, int credit, int counter, long amount) {
        sums[debit][counter] += amount;
        sums[credit][counter + 1] += amount;
    }
}
