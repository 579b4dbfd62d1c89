package dev.groundwork.kit.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Several changes of rows in one statement, and so in one round trip: a batch of a few dozen rows waits longer for the way to the
 * database and back than for the database itself. All parts see the rows as they were before the statement and run in no certain
 * order, so none may need what another writes, and no row may be changed by two.
 */
public final class JointWrite {

    private static final int ANY = -1;

    private record Part(String what, String sql, int rows, List<Object> values) {}

    private final List<Part> parts = new ArrayList<>();

    /**
     * Adds a part.
     *
     * @param what its rows are, for the message when there are others than {@code rows}
     * @param sql an insert, update or delete without a returning clause
     * @param rows how many it has to change
     * @param values of its parameters, in order: as a rule one array for each column
     */
    public void add(String what, String sql, int rows, Object... values) {
        parts.add(new Part(what, sql, rows, List.of(values)));
    }

    /** As {@link #add}, for a part that changes what there is, however many rows that are. */
    public void addAny(String what, String sql, Object... values) {
        add(what, sql, ANY, values);
    }

    /**
     * Makes all changes; without a part it does nothing.
     *
     * @throws IllegalStateException where a part has not found the rows that it was for
     */
    public void execute(Connection tx) throws SQLException {
        if (parts.isEmpty()) {
            return;
        }
        if (parts.size() == 1) {
            executeAlone(tx, parts.getFirst());
            return;
        }
        try (var write = tx.prepareStatement(sql())) {
            int parameter = 1;
            for (var part : parts) {
                parameter = set(write, parameter, part);
            }
            try (var changed = write.executeQuery()) {
                changed.next();
                for (int i = 0; i < parts.size(); i++) {
                    expect(parts.get(i), changed.getInt(i + 1));
                }
            }
        }
    }

    private static void executeAlone(Connection tx, Part part) throws SQLException {
        try (var write = tx.prepareStatement(part.sql())) {
            set(write, 1, part);
            expect(part, write.executeUpdate());
        }
    }

    private static int set(PreparedStatement write, int first, Part part) throws SQLException {
        int parameter = first;
        for (var value : part.values()) {
            write.setObject(parameter++, value);
        }
        return parameter;
    }

    private String sql() {
        var changes = new StringBuilder("with ");
        var counts = new StringBuilder(" select ");
        for (int i = 0; i < parts.size(); i++) {
            var comma = i == 0 ? "" : ", ";
            changes.append(comma).append("part").append(i).append(" as (");
            changes.append(parts.get(i).sql()).append(" returning 1)");
            counts.append(comma).append("(select count(*) from part").append(i).append(")");
        }
        return changes.append(counts).toString();
    }

    private static void expect(Part part, int changed) {
        if (part.rows() != ANY && changed != part.rows()) {
            throw new IllegalStateException(
                    "%d of %d %s were there to be written".formatted(changed, part.rows(), part.what()));
        }
    }
}
