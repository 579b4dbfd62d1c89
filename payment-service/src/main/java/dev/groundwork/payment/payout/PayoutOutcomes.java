package dev.groundwork.payment.payout;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutFailed;
import dev.groundwork.contracts.payment.v1.PayoutEvent.PayoutSettled;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Amounts;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.payout.BankReason.Follow;
import dev.groundwork.payment.payout.SentPayouts.Sent;
import dev.groundwork.payment.payout.SentPayouts.Stage;

import org.jspecify.annotations.Nullable;

/**
 * What banks make of payouts, taken down in sets. All of it happens in a transaction of the caller, who locks first, posts the
 * commands that come back together with its own, once, and then finishes the batches. Saying a thing again changes nothing.
 */
@ApplicationScoped
public class PayoutOutcomes {

    private final PayoutRun run;
    private final PayoutBatchRepository batches;
    private final Outbox outbox;

    PayoutOutcomes(PayoutRun run, PayoutBatchRepository batches, Outbox outbox) {
        this.run = run;
        this.batches = batches;
        this.outbox = outbox;
    }

    /** @param code ISO code of the reason, may be empty */
    public record Refusal(Sent payout, String code) {}

    /** @param lineId the line of the statement that brought the money back; null where a provider said so */
    public record Return(Sent payout, String code, @Nullable UUID lineId) {}

    /** @param lineId the line of the statement that took the money */
    public record Booking(UUID payoutId, UUID lineId) {}

    /**
     * Locks all batches that are meant, in one order for everybody. A batch that a bank knows was given to it, whether
     * somebody has said so or not.
     */
    public void lock(Connection tx, Collection<String> endToEndIds, Collection<String> paymentInfoIds, String actor)
            throws SQLException {
        List<UUID> unsaid = new ArrayList<>();
        try (var statement = tx.prepareStatement("""
                select id, state from payout_batch
                where id in (select batch_id from payout where end_to_end_id = any (?)
                             union select batch_id from payout_block where payment_info_id = any (?))
                order by id
                for update""")) {
            statement.setArray(1, array(tx, "text", endToEndIds));
            statement.setArray(2, array(tx, "text", paymentInfoIds));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    if (row.getString(2).equals(PayoutBatch.State.RELEASED.name())) {
                        unsaid.add(uuid(row, 1));
                    }
                }
            }
        }
        for (UUID id : unsaid) {
            run.markSent(id, actor);
        }
        batches.flush();
    }

    /** The bank carries these payouts out; {@return how many it had not said that of} */
    public int accepted(Connection tx, Collection<String> endToEndIds, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                update payout set state = 'ACCEPTED', changed_at = ?
                where end_to_end_id = any (?) and state in ('SUBMITTED', 'UNKNOWN')""")) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setArray(2, array(tx, "text", endToEndIds));
            return statement.executeUpdate();
        }
    }

    /** The bank carries out all payouts of these blocks but some; {@return how many it had not said that of} */
    public int acceptedBlocks(
            Connection tx, Collection<String> paymentInfoIds, Collection<String> exceptEndToEndIds, Instant now)
            throws SQLException {
        try (var statement = tx.prepareStatement("""
                update payout p set state = 'ACCEPTED', changed_at = ?
                from payout_block k
                where k.payment_info_id = any (?) and p.batch_id = k.batch_id
                  and p.position between k.first_position and k.last_position
                  and p.state in ('SUBMITTED', 'UNKNOWN') and p.end_to_end_id <> all (?)""")) {
            statement.setTimestamp(1, Timestamp.from(now));
            statement.setArray(2, array(tx, "text", paymentInfoIds));
            statement.setArray(3, array(tx, "text", exceptEndToEndIds));
            return statement.executeUpdate();
        }
    }

    /** The bank does not carry these payouts out; {@return what gives the money back} */
    public List<Command> refused(Connection tx, List<Refusal> refusals, Instant now) throws SQLException {
        List<Change> changes = new ArrayList<>(refusals.size());
        for (Refusal refusal : refusals) {
            Sent payout = refusal.payout();
            if (payout.stage() != Stage.OPEN) {
                throw new IllegalArgumentException("payout " + payout.id() + " is " + payout.stage());
            }
            BankReason reason = reason(payout, refusal.code());
            boolean held = reason.follow() == Follow.STOP;
            var from = AccountName.clearing(payout.batchId(), payout.amount().currency());
            changes.add(new Change(
                    payout,
                    reason,
                    held,
                    null,
                    command(
                            "payout-failed",
                            payout.id(),
                            List.of(leg(from, held ? held(payout) : payable(payout), payout, Reason.PAYOUT_FAILED)))));
        }
        apply(tx, changes, Payout.State.FAILED, now);
        return changes.stream().map(Change::command).toList();
    }

    /**
     * Money of payouts came back; {@return what puts it on the workers' accounts}
     *
     * @param from the account on which it came in
     */
    public List<Command> returned(Connection tx, List<Return> returns, AccountName from, Instant now)
            throws SQLException {
        List<Change> changes = new ArrayList<>(returns.size());
        for (Return back : returns) {
            Sent payout = back.payout();
            if (payout.stage() != Stage.SETTLED) {
                throw new IllegalArgumentException("payout " + payout.id() + " is " + payout.stage());
            }
            BankReason reason = reason(payout, back.code());
            // Whoever has named another account since, or need not, is paid with the next payout.
            boolean held =
                    reason.follow() == Follow.STOP || (reason.follow() == Follow.FIX_METHOD && payout.methodCurrent());
            List<Leg> legs = new ArrayList<>(2);
            legs.add(leg(from, held(payout), payout, Reason.PAYOUT_RETURNED));
            if (!held) {
                legs.add(leg(held(payout), payable(payout), payout, Reason.PAYOUT_RETURNED));
            }
            changes.add(new Change(payout, reason, held, back.lineId(), command("payout-returned", payout.id(), legs)));
        }
        apply(tx, changes, Payout.State.RETURNED, now);
        return changes.stream().map(Change::command).toList();
    }

    private static BankReason reason(Sent payout, String code) {
        BankReason reason = BankReason.of(code);
        return reason.follow() == Follow.RETRY_LATER && reason.isOfAccount() && payout.refusedBefore()
                ? reason.as(Follow.FIX_METHOD)
                : reason;
    }

    private record Change(
            Sent payout,
            BankReason reason,
            boolean held,
            @Nullable UUID lineId,
            Command command) {}

    /** Payouts before methods, as everybody who changes both. */
    private void apply(Connection tx, List<Change> changes, Payout.State state, Instant now) throws SQLException {
        if (changes.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                update payout p
                set state = ?, changed_at = ?, reason = t.reason, held = t.held, returned_by = t.line
                from unnest(?::uuid[], ?::text[], ?::bool[], ?::uuid[]) as t (id, reason, held, line)
                where p.id = t.id""")) {
            statement.setString(1, state.name());
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setArray(
                    3,
                    array(
                            tx,
                            "uuid",
                            changes.stream().map(one -> one.payout().id()).toList()));
            statement.setArray(
                    4,
                    array(
                            tx,
                            "text",
                            changes.stream().map(one -> one.reason().code()).toList()));
            statement.setArray(
                    5, array(tx, "bool", changes.stream().map(Change::held).toList()));
            var lines = new @Nullable Object[changes.size()];
            for (int i = 0; i < lines.length; i++) {
                lines[i] = changes.get(i).lineId();
            }
            statement.setArray(6, tx.createArrayOf("uuid", lines));
            if (statement.executeUpdate() != changes.size()) {
                throw new IllegalStateException("payouts were changed behind their lock");
            }
        }
        cool(tx, changes, Follow.FIX_METHOD, "COOLING");
        cool(tx, changes, Follow.STOP, "BLOCKED");
        for (Change one : changes) {
            Sent payout = one.payout();
            outbox.add(
                    PayoutEvent.TOPIC,
                    payout.workerId(),
                    new PayoutFailed(
                            payout.id(),
                            payout.batchId(),
                            payout.workerId(),
                            Amounts.of(payout.amount()),
                            one.reason().text(),
                            now));
        }
    }

    private static void cool(Connection tx, List<Change> changes, Follow follow, String state) throws SQLException {
        List<UUID> methods = changes.stream()
                .filter(one -> one.reason().follow() == follow)
                .map(one -> one.payout().methodId())
                .sorted()
                .toList();
        if (methods.isEmpty()) {
            return;
        }
        try (var statement =
                tx.prepareStatement("update payout_method set state = ? where id = any (?) and state <> 'BLOCKED'")) {
            statement.setString(1, state);
            statement.setArray(2, array(tx, "uuid", methods));
            statement.executeUpdate();
        }
    }

    /** The bank has taken the money of these payouts; what a person has called settled is now seen as well. */
    public void booked(Connection tx, List<Booking> bookings, Instant now) throws SQLException {
        if (bookings.isEmpty()) {
            return;
        }
        try (var statement =
                tx.prepareStatement(SETTLE.formatted("unnest(?::uuid[], ?::uuid[]) as t (id, line)", "p.id = t.id"))) {
            statement.setArray(
                    1,
                    array(tx, "uuid", bookings.stream().map(Booking::payoutId).toList()));
            statement.setArray(
                    2, array(tx, "uuid", bookings.stream().map(Booking::lineId).toList()));
            statement.setTimestamp(3, Timestamp.from(now));
            tell(statement, now);
        }
    }

    /** The bank has taken the money of a block as one sum. */
    public void bookedBlock(Connection tx, String paymentInfoId, UUID lineId, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement(SETTLE.formatted(
                "(select k.*, ?::uuid as line from payout_block k where k.payment_info_id = ?) t",
                "p.batch_id = t.batch_id and p.position between t.first_position and t.last_position"))) {
            statement.setObject(1, lineId);
            statement.setString(2, paymentInfoId);
            statement.setTimestamp(3, Timestamp.from(now));
            tell(statement, now);
        }
    }

    private static final String SETTLE = """
            with before as (
                select p.id, p.state, t.line
                from payout p, %s
                where %s and (p.state in ('SUBMITTED', 'UNKNOWN', 'ACCEPTED') or (p.state = 'SETTLED' and p.booked_by is null)))
            update payout p
            set state = 'SETTLED', booked_by = before.line, reason = null,
                changed_at = case before.state when 'SETTLED' then p.changed_at else ? end
            from before
            where p.id = before.id
            returning p.id, p.batch_id, p.worker_id, p.amount_minor, p.currency, before.state""";

    private void tell(PreparedStatement statement, Instant now) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                if (!row.getString(6).equals("SETTLED")) {
                    outbox.add(
                            PayoutEvent.TOPIC,
                            uuid(row, 3),
                            new PayoutSettled(
                                    uuid(row, 1),
                                    uuid(row, 2),
                                    uuid(row, 3),
                                    Amounts.of(new Money(row.getLong(4), row.getString(5))),
                                    now));
                }
            }
        }
    }

    /** Takes the batches as far as their payouts have come. */
    public void finish(Connection tx, Collection<UUID> batchIds, String actor, Instant now) throws SQLException {
        try (var statement = tx.prepareStatement("""
                with come as (
                    select b.id, b.content_hash,
                           case when count(*) filter (where p.state in ('RESERVED', 'SUBMITTED', 'UNKNOWN', 'ACCEPTED')) = 0
                                    then 'SETTLED'
                                when count(*) filter (where p.state in ('SETTLED', 'FAILED', 'RETURNED')) > 0 then 'PARTIAL'
                                else 'ACKNOWLEDGED' end as state
                    from payout_batch b join payout p on p.batch_id = b.id
                    where b.id = any (?) and b.state in ('SUBMITTED', 'ACKNOWLEDGED', 'PARTIAL')
                    group by b.id, b.content_hash),
                     done as (
                    update payout_batch b
                    set state = come.state, version = version + 1,
                        settled_at = case when come.state = 'SETTLED' then ?::timestamptz end
                    from come
                    where b.id = come.id and b.state <> come.state
                    returning b.id, b.content_hash, b.state)
                insert into payout_action (batch_id, action, actor, before_hash, content_hash, acted_at)
                select id, case state when 'ACKNOWLEDGED' then 'ACKNOWLEDGE' else 'SETTLE' end, ?, content_hash,
                       content_hash, ?
                from done""")) {
            statement.setArray(1, array(tx, "uuid", batchIds));
            statement.setTimestamp(2, Timestamp.from(now));
            statement.setString(3, actor);
            statement.setTimestamp(4, Timestamp.from(now));
            statement.executeUpdate();
        }
    }

    /**
     * Ends what a bank's {@link Follow#STOP} began: the money is paid with the next payout, by the method as it is.
     *
     * @return what frees the money; null where nothing is held
     */
    public @Nullable Command lift(Connection tx, UUID payoutId) throws SQLException {
        List<Sent> found = HeldPayouts.take(tx, "p.id = ?", payoutId);
        if (found.isEmpty()) {
            return null;
        }
        Sent payout = found.getFirst();
        try (var statement =
                tx.prepareStatement("update payout_method set state = 'ACTIVE' where id = ? and state = 'BLOCKED'")) {
            statement.setObject(1, payout.methodId());
            statement.executeUpdate();
        }
        return HeldPayouts.release(payout);
    }

    static Leg leg(AccountName from, AccountName to, Sent payout, Reason reason) {
        return Leg.move(from, to, payout.amount().minor(), reason);
    }

    static AccountName held(Sent payout) {
        return AccountName.held(payout.workerId(), payout.amount().currency());
    }

    static AccountName payable(Sent payout) {
        return AccountName.payable(payout.workerId(), payout.amount().currency());
    }

    static Command command(String kind, UUID id, List<Leg> legs) {
        String key = kind + ":" + id;
        return Command.of("payout", key, kind, key, "{}", legs);
    }

    private static Array array(Connection tx, String type, Collection<?> values) throws SQLException {
        return tx.createArrayOf(type, values.toArray());
    }

    private static UUID uuid(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNull(row.getObject(column, UUID.class));
    }
}
