package dev.groundwork.worker.notice;

import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.Ids;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Posts notices, a batch in one statement; credits of one job and day add up in one notice. */
@ApplicationScoped
public class NoticeBoard {

    private static final String POST = """
            insert into notice as n
                (id, worker_id, kind, subject_id, day, currency, amount_minor, times, detail, occurred_at)
            select u.id, u.worker_id, u.kind, u.subject_id, u.day, u.currency, u.amount_minor, u.times, u.detail::jsonb, u.occurred_at
            from unnest(?::uuid[], ?::uuid[], ?::text[], ?::uuid[], ?::date[], ?::text[], ?::bigint[], ?::int[], ?::text[], ?::timestamptz[])
                as u(id, worker_id, kind, subject_id, day, currency, amount_minor, times, detail, occurred_at)
            on conflict (worker_id, kind, subject_id, day, currency) do update set
                amount_minor = n.amount_minor + excluded.amount_minor,
                times = n.times + excluded.times,
                occurred_at = greatest(n.occurred_at, excluded.occurred_at),
                read_at = null
            where n.kind = 'CREDITED'
            """;

    private final ObjectMapper json;

    NoticeBoard(ObjectMapper json) {
        this.json = json;
    }

    /** Posts inside the transaction of {@code tx}; a notice other than of a credit is posted once for its subject and day. */
    public void post(Connection tx, Collection<NewNotice> notices) throws SQLException {
        if (notices.isEmpty()) {
            return;
        }
        var entries = addUp(notices);
        try (var statement = tx.prepareStatement(POST)) {
            statement.setArray(1, column(tx, "uuid", entries, entry -> Ids.next()));
            statement.setArray(2, column(tx, "uuid", entries, entry -> entry.slot.workerId));
            statement.setArray(3, column(tx, "text", entries, entry -> entry.slot.kind.name()));
            statement.setArray(4, column(tx, "uuid", entries, entry -> entry.slot.subjectId));
            statement.setArray(5, column(tx, "date", entries, entry -> Date.valueOf(entry.slot.day)));
            statement.setArray(6, column(tx, "text", entries, entry -> entry.slot.currency));
            statement.setArray(7, column(tx, "bigint", entries, entry -> entry.amountMinor));
            statement.setArray(8, column(tx, "int", entries, entry -> entry.times));
            statement.setArray(9, column(tx, "text", entries, entry -> text(entry.detail)));
            statement.setArray(10, column(tx, "timestamptz", entries, entry -> Timestamp.from(entry.occurredAt)));
            statement.executeUpdate();
        }
    }

    /** One statement may touch a row once only; and rows are locked in one order, so that no two batches deadlock. */
    private static List<Entry> addUp(Collection<NewNotice> notices) {
        Map<Slot, Entry> entries = new LinkedHashMap<>();
        for (var notice : notices) {
            var slot = new Slot(
                    notice.workerId(),
                    notice.kind(),
                    notice.subjectId(),
                    LocalDate.ofInstant(notice.occurredAt(), ZoneOffset.UTC),
                    notice.currency());
            entries.merge(
                    slot,
                    new Entry(slot, notice.amountMinor(), 1, notice.detail(), notice.occurredAt()),
                    (before, more) -> notice.kind() == NoticeKind.CREDITED ? before.plus(more) : before);
        }
        var sorted = new ArrayList<>(entries.values());
        sorted.sort(
                Comparator.comparing((Entry entry) -> entry.slot.workerId).thenComparing(entry -> entry.occurredAt));
        return sorted;
    }

    private static java.sql.Array column(Connection tx, String type, List<Entry> entries, Function<Entry, Object> value)
            throws SQLException {
        return tx.createArrayOf(type, entries.stream().map(value).toArray());
    }

    private String text(Map<String, String> detail) {
        try {
            return json.writeValueAsString(detail);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a map of strings is always JSON", impossible);
        }
    }

    private record Slot(UUID workerId, NoticeKind kind, UUID subjectId, LocalDate day, String currency) {}

    private record Entry(Slot slot, long amountMinor, int times, Map<String, String> detail, Instant occurredAt) {

        Entry plus(Entry more) {
            var newest = occurredAt.isAfter(more.occurredAt) ? occurredAt : more.occurredAt;
            return new Entry(slot, Math.addExact(amountMinor, more.amountMinor), times + more.times, detail, newest);
        }
    }
}
