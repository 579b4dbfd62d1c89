package dev.groundwork.task.assignment;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import org.jspecify.annotations.Nullable;

/**
 * Rows for a set-based statement, turned into one array a column: {@code from unnest(?::uuid[], ?::bigint[])}.
 *
 * @param <T> what a row is made of
 */
public record Columns<T>(Connection tx, Collection<T> rows) {

    public Array uuids(Function<? super T, UUID> column) throws SQLException {
        return texts("uuid", row -> column.apply(row).toString());
    }

    public Array longs(ToLongFunction<? super T> column) throws SQLException {
        return tx.createArrayOf("int8", rows.stream().mapToLong(column).boxed().toArray());
    }

    public Array texts(Function<? super T, @Nullable String> column) throws SQLException {
        return texts("text", column);
    }

    public Array instants(Function<? super T, @Nullable Instant> column) throws SQLException {
        return texts("timestamptz", row -> {
            Instant instant = column.apply(row);
            return instant == null ? null : instant.toString();
        });
    }

    private Array texts(String type, Function<? super T, @Nullable String> column) throws SQLException {
        var values = new @Nullable Object[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.apply(row);
        }
        return tx.createArrayOf(type, values);
    }
}
