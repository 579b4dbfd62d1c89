package dev.groundwork.worker.reputation;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerPayTakenBack;

/** Writes what requesters paid workers: one statement per batch, however many pairs it holds. */
@ApplicationScoped
class PayBook {

    private static final String ADD = """
            insert into requester_pay as p
                (requester_id, worker_id, currency, answers, pay_minor, active_seconds, waits, wait_seconds)
            select * from unnest(?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                 ?::bigint[])
            on conflict (requester_id, worker_id, currency) do update set
                answers = p.answers + excluded.answers,
                pay_minor = p.pay_minor + excluded.pay_minor,
                active_seconds = p.active_seconds + excluded.active_seconds,
                waits = p.waits + excluded.waits,
                wait_seconds = p.wait_seconds + excluded.wait_seconds
            """;

    /** Adds to the pairs inside the transaction of {@code tx}. */
    void add(Connection tx, SortedMap<PayTally.Key, PayTally> tallies) throws SQLException {
        if (tallies.isEmpty()) {
            return;
        }
        var keys = tallies.keySet();
        try (var statement = tx.prepareStatement(ADD)) {
            statement.setArray(
                    1,
                    tx.createArrayOf(
                            "uuid", keys.stream().map(PayTally.Key::requesterId).toArray()));
            statement.setArray(
                    2,
                    tx.createArrayOf(
                            "uuid", keys.stream().map(PayTally.Key::workerId).toArray()));
            statement.setArray(
                    3,
                    tx.createArrayOf(
                            "text", keys.stream().map(PayTally.Key::currency).toArray()));
            statement.setArray(4, column(tx, tallies, PayTally::answers));
            statement.setArray(5, column(tx, tallies, PayTally::payMinor));
            statement.setArray(6, column(tx, tallies, PayTally::activeSeconds));
            statement.setArray(7, column(tx, tallies, PayTally::waits));
            statement.setArray(8, column(tx, tallies, PayTally::waitSeconds));
            statement.executeUpdate();
        }
    }

    /**
     * Takes off what was taken back; the answer and its time stay, and the hour of that requester's work has brought the less. Never below
     * nothing: the pay may not have been heard of yet.
     */
    void takeBack(Connection tx, List<WorkerPayTakenBack> takenBack) throws SQLException {
        if (takenBack.isEmpty()) {
            return;
        }
        try (var statement = tx.prepareStatement("""
                update requester_pay p set pay_minor = greatest(0, p.pay_minor - t.minor)
                from (select requester_id, worker_id, currency, sum(minor)::bigint as minor
                      from unnest(?::uuid[], ?::uuid[], ?::text[], ?::bigint[]) as t (requester_id, worker_id, currency, minor)
                      group by 1, 2, 3) t
                where (p.requester_id, p.worker_id, p.currency) = (t.requester_id, t.worker_id, t.currency)""")) {
            statement.setArray(1, of(tx, "uuid", takenBack, WorkerPayTakenBack::requesterId));
            statement.setArray(2, of(tx, "uuid", takenBack, WorkerPayTakenBack::workerId));
            statement.setArray(
                    3, of(tx, "text", takenBack, back -> back.amount().currency()));
            statement.setArray(
                    4,
                    of(
                            tx,
                            "bigint",
                            takenBack,
                            back -> Long.valueOf(back.amount().minor())));
            statement.executeUpdate();
        }
    }

    private static <T> Array of(
            Connection tx, String type, List<WorkerPayTakenBack> events, Function<WorkerPayTakenBack, T> value)
            throws SQLException {
        return tx.createArrayOf(type, events.stream().map(value).toArray());
    }

    private static Array column(
            Connection tx, SortedMap<PayTally.Key, PayTally> tallies, ToLongFunction<PayTally> value)
            throws SQLException {
        return tx.createArrayOf(
                "bigint", tallies.values().stream().mapToLong(value).boxed().toArray());
    }
}
