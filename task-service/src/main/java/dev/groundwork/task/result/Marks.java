package dev.groundwork.task.result;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Marks of tasks whose answers changed, as they were at one moment; ordered by task. A mark takes sixteen bytes. */
final class Marks {

    /** A stretch of the index, whatever the planner believes of a table that is empty at one moment and full at the next. */
    private static final String OLDEST = """
            select position, seq from result_mark
            where job_id = ? and seq <= (select max(seq) from (
                select seq from result_mark where job_id = ? order by seq limit ?) oldest)
            order by position, seq
            """;

    private static final int FETCH_ROWS = 5000;

    private long[] positions = new long[256];
    private long[] numbers = new long[256];
    private int size;

    private Marks() {}

    /** {@return the oldest marks of a job, not more than so many} */
    static Marks of(Connection tx, UUID jobId, int most) throws SQLException {
        var marks = new Marks();
        try (var query = tx.prepareStatement(OLDEST)) {
            query.setFetchSize(FETCH_ROWS);
            query.setObject(1, jobId);
            query.setObject(2, jobId);
            query.setInt(3, most);
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    marks.add(row.getLong(1), row.getLong(2));
                }
            }
        }
        return marks;
    }

    private void add(long position, long number) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, 2 * size);
            numbers = Arrays.copyOf(numbers, 2 * size);
        }
        positions[size] = position;
        numbers[size++] = number;
    }

    int size() {
        return size;
    }

    /** {@return the index after the marks of the tasks up to a position} */
    int endOf(int from, long upToPosition) {
        int end = from;
        while (end < size && positions[end] <= upToPosition) {
            end++;
        }
        return end;
    }

    /** {@return the index after the marks of the next so many tasks} */
    int endOfTasks(int from, int tasks) {
        int end = from;
        for (int task = 0; task < tasks && end < size; task++) {
            end = endOf(end, positions[end]);
        }
        return end;
    }

    /** {@return the tasks that the marks between two indices are of} */
    Set<Long> positions(int from, int to) {
        var found = new HashSet<Long>();
        for (int at = from; at < to; at++) {
            found.add(positions[at]);
        }
        return found;
    }

    /** {@return the numbers of the marks between two indices} */
    long[] numbers(int from, int to) {
        return Arrays.copyOfRange(numbers, from, to);
    }
}
