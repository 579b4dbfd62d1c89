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
 * <p>The arrays are of the classes that the driver can send in binary: numbers and texts are then neither escaped here nor parsed
 * there.
 *
 * @param <T> what a row is made of
 */
public record Columns<T>(Connection tx, Collection<T> rows) {

    public Array uuids(Function<? super T, UUID> column) throws SQLException {
        return texts("uuid", row -> column.apply(row).toString());
    }

    public Array longs(ToLongFunction<? super T> column) throws SQLException {
        var values = new Long[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.applyAsLong(row);
        }
        return tx.createArrayOf("int8", values);
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
        var values = new @Nullable String[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.apply(row);
        }
        return tx.createArrayOf(type, values);
    }
}
