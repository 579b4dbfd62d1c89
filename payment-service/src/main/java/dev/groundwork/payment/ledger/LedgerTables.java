package dev.groundwork.payment.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.PostingEngine.CommandKey;
import dev.groundwork.payment.ledger.PostingEngine.Posted;

import org.jspecify.annotations.Nullable;

/** The statements of one posting, each of them over a whole batch: arrays in, rows out, in one transaction. */
final class LedgerTables implements Books {

    private final Connection tx;
    private final Instant now;

    LedgerTables(Connection tx, Instant now) {
        this.tx = tx;
        this.now = now;
    }

    /** Sorted, so that two batches with the same keys wait for each other instead of deadlocking. */
    private static final Comparator<Map.Entry<CommandKey, Command>> BY_KEY =
            Comparator.<Map.Entry<CommandKey, Command>, String>comparing(
                            entry -> entry.getKey().scope())
                    .thenComparing(entry -> entry.getKey().key());

    @Override
    public Set<UUID> insertCommands(Map<CommandKey, Command> commands, Map<CommandKey, UUID> ids) throws SQLException {
        int n = commands.size();
        var id = new UUID[n];
        var scope = new String[n];
        var key = new String[n];
        var hash = new String[n];
        var kind = new String[n];
        var payload = new String[n];
        int i = 0;
        for (var entry : commands.entrySet().stream().sorted(BY_KEY).toList()) {
            Command command = entry.getValue();
            id[i] = required(ids.get(entry.getKey()));
            scope[i] = command.scope();
            key[i] = command.key();
            hash[i] = command.requestHash();
            kind[i] = command.kind();
            payload[i] = command.payload();
            i++;
        }
        // Written as posted, the common case; the few refused ones are corrected before anyone can see them.
        try (var statement = tx.prepareStatement("""
                insert into command (id, scope, idem_key, request_hash, kind, payload, state, settled_at)
                select id, scope, idem_key, request_hash, kind, payload::jsonb, 'POSTED', ?
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                         as t (id, scope, idem_key, request_hash, kind, payload)
                on conflict (scope, idem_key) do nothing
                returning id""")) {
            statement.setTimestamp(1, Timestamp.from(now));
            array(statement, 2, "uuid", id);
            array(statement, 3, "text", scope);
            array(statement, 4, "text", key);
            array(statement, 5, "text", hash);
            array(statement, 6, "text", kind);
            array(statement, 7, "text", payload);
            Set<UUID> accepted = HashSet.newHashSet(n);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    accepted.add(uuid(rows, 1));
                }
            }
            return accepted;
        }
    }

    @Override
    public Map<CommandKey, Receipt> storedReceipts(List<CommandKey> repeats, Map<CommandKey, Command> commands)
            throws SQLException {
        if (repeats.isEmpty()) {
            return Map.of();
        }
        try (var statement = tx.prepareStatement("""
                select c.scope, c.idem_key, c.request_hash, c.id, c.reject_code, p.seq,
                       array(select leg from transfer t where t.posting_id = p.id order by leg),
                       array(select amount from transfer t where t.posting_id = p.id order by leg)
                from unnest(?::text[], ?::text[]) as asked (scope, idem_key)
                         join command c using (scope, idem_key)
                         left join posting p on p.id = c.id""")) {
            array(statement, 1, "text", repeats.stream().map(CommandKey::scope).toArray(String[]::new));
            array(statement, 2, "text", repeats.stream().map(CommandKey::key).toArray(String[]::new));
            Map<CommandKey, Receipt> receipts = HashMap.newHashMap(repeats.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    var key = new CommandKey(rows.getString(1), rows.getString(2));
                    receipts.put(key, storedReceipt(rows, required(commands.get(key))));
                }
            }
            return receipts;
        }
    }

    private static Receipt storedReceipt(ResultSet row, Command asked) throws SQLException {
        UUID id = uuid(row, 4);
        if (!asked.requestHash().equals(row.getString(3))) {
            return new Receipt(id, Receipt.KEY_REUSED, 0, List.of(), true);
        }
        String refusal = row.getString(5);
        if (refusal != null) {
            return new Receipt(id, refusal, 0, List.of(), true);
        }
        // A sweep that found nothing left no transfer.
        var amounts = new Long[asked.legs().size()];
        Arrays.fill(amounts, 0L);
        var legs = (Short[]) row.getArray(7).getArray();
        var moved = (Long[]) row.getArray(8).getArray();
        for (int i = 0; i < legs.length; i++) {
            amounts[legs[i] - 1] = moved[i];
        }
        return new Receipt(id, null, row.getLong(6), List.of(amounts), true);
    }

    @Override
    public Map<AccountName, Long> accountIds(Set<AccountName> names) throws SQLException {
        return new AccountTable(tx).ids(names);
    }

    @Override
    public List<LockedBalance> lockBalances(Collection<Long> accountIds) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select account_id, normal_side, floor_minor, debits_posted, credits_posted, debits_pending, credits_pending
                from account_balance
                where account_id = any (?)
                order by account_id
                for no key update""")) {
            array(statement, 1, "bigint", accountIds.toArray(Long[]::new));
            List<LockedBalance> locked = new ArrayList<>(accountIds.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    var side = rows.getString(2).equals("C") ? Purpose.Side.CREDIT : Purpose.Side.DEBIT;
                    var balance = new Balance(
                            side,
                            rows.getObject(3, Long.class),
                            rows.getLong(4),
                            rows.getLong(5),
                            rows.getLong(6),
                            rows.getLong(7));
                    locked.add(new LockedBalance(rows.getLong(1), balance));
                }
            }
            return locked;
        }
    }

    @Override
    public List<StoredHold> holds(Set<Long> seqs) throws SQLException {
        if (seqs.isEmpty()) {
            return List.of();
        }
        try (var statement = tx.prepareStatement("""
                select h.seq, h.debit_account, h.credit_account, h.amount, h.expires_at,
                       exists (select from transfer r where r.pending_seq = h.seq and r.phase in ('POST', 'VOID'))
                from transfer h
                where h.seq = any (?) and h.phase = 'PENDING'
                order by h.seq""")) {
            array(statement, 1, "bigint", seqs.toArray(Long[]::new));
            List<StoredHold> holds = new ArrayList<>(seqs.size());
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Timestamp expiresAt = rows.getTimestamp(5);
                    holds.add(new StoredHold(
                            rows.getLong(1),
                            rows.getLong(2),
                            rows.getLong(3),
                            rows.getLong(4),
                            expiresAt == null ? null : expiresAt.toInstant(),
                            rows.getBoolean(6)));
                }
            }
            return holds;
        }
    }

    @Override
    public Set<String> happened(List<String> businessKeys) throws SQLException {
        try (var statement = tx.prepareStatement("select business_key from posting where business_key = any (?)")) {
            array(statement, 1, "text", businessKeys.toArray(String[]::new));
            var happened = new HashSet<String>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    happened.add(rows.getString(1));
                }
            }
            return happened;
        }
    }

    @Override
    public List<Long> nextSeqs(int count) throws SQLException {
        try (var statement = tx.prepareStatement("select nextval('posting_seq') from generate_series(1, ?)")) {
            statement.setInt(1, count);
            List<Long> seqs = new ArrayList<>(count);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    seqs.add(rows.getLong(1));
                }
            }
            return seqs;
        }
    }

    @Override
    public void insertPostings(List<Posted> posted) throws SQLException {
        if (posted.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                insert into posting (id, seq, kind, business_key, effective_on, posted_at, reverses)
                select id, seq, kind, business_key, coalesce(effective_on, ?), ?, reverses
                from unnest(?::uuid[], ?::bigint[], ?::text[], ?::text[], ?::date[], ?::uuid[])
                         as t (id, seq, kind, business_key, effective_on, reverses)""")) {
            statement.setObject(1, LocalDate.ofInstant(now, ZoneOffset.UTC));
            statement.setTimestamp(2, Timestamp.from(now));
            array(statement, 3, "uuid", posted.stream().map(Posted::id).toArray(UUID[]::new));
            array(statement, 4, "bigint", posted.stream().map(Posted::seq).toArray(Long[]::new));
            array(
                    statement,
                    5,
                    "text",
                    posted.stream().map(one -> one.command().kind()).toArray(String[]::new));
            array(
                    statement,
                    6,
                    "text",
                    posted.stream().map(one -> one.command().businessKey()).toArray(String[]::new));
            array(
                    statement,
                    7,
                    "date",
                    posted.stream()
                            .map(one -> one.command().effectiveOn())
                            .map(day -> day == null ? null : java.sql.Date.valueOf(day))
                            .toArray());
            array(
                    statement,
                    8,
                    "uuid",
                    posted.stream().map(one -> one.command().reverses()).toArray(UUID[]::new));
            statement.executeUpdate();
        }
    }

    @Override
    public void insertTransfers(List<Posted> posted, Map<AccountName, Long> accounts) throws SQLException {
        var rows = new TransferRows(
                posted.stream().mapToInt(one -> one.amounts().size()).sum());
        for (Posted one : posted) {
            for (int i = 0; i < one.amounts().size(); i++) {
                if (one.amounts().get(i) > 0) {
                    rows.add(one, i, accounts);
                }
            }
        }
        if (rows.count == 0) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                insert into transfer (seq, posting_id, leg, debit_account, credit_account, currency, amount, phase, pending_seq,
                                      reason, expires_at)
                select * from unnest(?::bigint[], ?::uuid[], ?::smallint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
                                     ?::text[], ?::bigint[], ?::smallint[], ?::timestamptz[])""")) {
            rows.bind(statement);
            statement.executeUpdate();
        }
    }

    /** Columns of the transfers of a batch. */
    private static final class TransferRows {

        private final Long[] seq;
        private final UUID[] posting;
        private final Short[] leg;
        private final Long[] debit;
        private final Long[] credit;
        private final String[] currency;
        private final Long[] amount;
        private final String[] phase;
        private final @Nullable Long[] pending;
        private final Short[] reason;
        private final @Nullable Timestamp[] expiresAt;
        private int count;

        TransferRows(int size) {
            seq = new Long[size];
            posting = new UUID[size];
            leg = new Short[size];
            debit = new Long[size];
            credit = new Long[size];
            currency = new String[size];
            amount = new Long[size];
            phase = new String[size];
            pending = new @Nullable Long[size];
            reason = new Short[size];
            expiresAt = new @Nullable Timestamp[size];
        }

        void add(Posted one, int index, Map<AccountName, Long> accounts) {
            Leg from = one.command().legs().get(index);
            seq[count] = Receipt.transferSeq(one.seq(), index + 1);
            posting[count] = one.id();
            leg[count] = (short) (index + 1);
            debit[count] = required(accounts.get(from.debit()));
            credit[count] = required(accounts.get(from.credit()));
            currency[count] = from.currency();
            amount[count] = one.amounts().get(index);
            phase[count] = from.phase().name();
            pending[count] = from.holdSeq() == 0 ? null : from.holdSeq();
            reason[count] = from.reason().code();
            expiresAt[count] = from.expiresAt() == null ? null : Timestamp.from(from.expiresAt());
            count++;
        }

        void bind(PreparedStatement statement) throws SQLException {
            array(statement, 1, "bigint", Arrays.copyOf(seq, count));
            array(statement, 2, "uuid", Arrays.copyOf(posting, count));
            array(statement, 3, "smallint", Arrays.copyOf(leg, count));
            array(statement, 4, "bigint", Arrays.copyOf(debit, count));
            array(statement, 5, "bigint", Arrays.copyOf(credit, count));
            array(statement, 6, "text", Arrays.copyOf(currency, count));
            array(statement, 7, "bigint", Arrays.copyOf(amount, count));
            array(statement, 8, "text", Arrays.copyOf(phase, count));
            array(statement, 9, "bigint", Arrays.copyOf(pending, count));
            array(statement, 10, "smallint", Arrays.copyOf(reason, count));
            array(statement, 11, "timestamptz", Arrays.copyOf(expiresAt, count));
        }
    }

    @Override
    public void updateBalances(List<LockedBalance> before, List<Balance> after, long lastSeq) throws SQLException {
        var id = new ArrayList<Long>();
        var changed = new ArrayList<Balance>();
        for (int i = 0; i < before.size(); i++) {
            if (!before.get(i).balance().equals(after.get(i))) {
                id.add(before.get(i).accountId());
                changed.add(after.get(i));
            }
        }
        if (id.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                update account_balance b
                set debits_posted = t.dp, credits_posted = t.cp, debits_pending = t.dq, credits_pending = t.cq,
                    last_seq = ?, version = version + 1
                from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) as t (id, dp, cp, dq, cq)
                where b.account_id = t.id""")) {
            statement.setLong(1, Receipt.transferSeq(lastSeq, Command.MOST_LEGS));
            array(statement, 2, "bigint", id.toArray(Long[]::new));
            array(
                    statement,
                    3,
                    "bigint",
                    changed.stream().map(Balance::debitsPosted).toArray(Long[]::new));
            array(
                    statement,
                    4,
                    "bigint",
                    changed.stream().map(Balance::creditsPosted).toArray(Long[]::new));
            array(
                    statement,
                    5,
                    "bigint",
                    changed.stream().map(Balance::debitsPending).toArray(Long[]::new));
            array(
                    statement,
                    6,
                    "bigint",
                    changed.stream().map(Balance::creditsPending).toArray(Long[]::new));
            int updated = statement.executeUpdate();
            if (updated != id.size()) {
                throw new IllegalStateException("updated " + updated + " of " + id.size() + " locked balances");
            }
        }
    }

    @Override
    public void refuse(Map<UUID, String> refused) throws SQLException {
        if (refused.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                update command c set state = 'REJECTED', reject_code = t.code
                from unnest(?::uuid[], ?::text[]) as t (id, code) where c.id = t.id""")) {
            array(statement, 1, "uuid", refused.keySet().toArray(UUID[]::new));
            array(statement, 2, "text", refused.values().toArray(String[]::new));
            statement.executeUpdate();
        }
    }

    static void array(PreparedStatement statement, int index, String type, @Nullable Object[] values)
            throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf(type, values));
    }

    static UUID uuid(ResultSet row, int column) throws SQLException {
        return required(row.getObject(column, UUID.class));
    }

    private static <T> T required(@Nullable T value) {
        if (value == null) {
            throw new IllegalStateException("the books miss what was just written to them");
        }
        return value;
    }

    /** A balance that nobody else moves until the transaction ends. */
    record LockedBalance(long accountId, Balance balance) {}

    /** A pending transfer as it stands in the books. */
    record StoredHold(
            long seq,
            long debitAccount,
            long creditAccount,
            long amount,
            @Nullable Instant expiresAt,
            boolean resolved) {

        boolean isExpired(Instant now) {
            return expiresAt != null && !expiresAt.isAfter(now);
        }

        /** {@return the place of a hold in a list sorted by seq, -1 where there is none} */
        static int place(List<StoredHold> holds, long seq) {
            int low = 0;
            int high = holds.size() - 1;
            while (low <= high) {
                int middle = (low + high) >>> 1;
                int order = Long.compare(holds.get(middle).seq(), seq);
                if (order == 0) {
                    return middle;
                }
                if (order < 0) {
                    low = middle + 1;
                } else {
                    high = middle - 1;
                }
            }
            return -1;
        }
    }
}
