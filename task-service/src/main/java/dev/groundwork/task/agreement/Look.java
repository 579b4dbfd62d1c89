package dev.groundwork.task.agreement;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A job's usable answers as they were looked at, once, in flat arrays: all that is shown of agreement is computed from it.
 *
 * @param key what the counters of the job were; another look is needed once they have moved
 * @param tag changes with the answers, and with nothing else
 * @param complete whether all answers were read, and not only as many as one look reads
 * @param answers how many usable answers were read
 * @param positions the places in the job of the tasks that have a usable answer, in their order
 * @param columns one for each property of the answers, in the order of the schema
 */
record Look(
        UUID jobId,
        String key,
        String tag,
        Instant takenAt,
        long costNanos,
        long takenNanos,
        boolean complete,
        long answers,
        Positions positions,
        Workers workers,
        Pace pace,
        List<Column> columns) {

    Optional<Column> column(String name) {
        return columns.stream()
                .filter(column -> column.field().name().equals(name))
                .findFirst();
    }

    int tasks() {
        return positions.size();
    }

    /** {@return what this takes of memory, about} */
    long bytes() {
        return 8L * positions.size()
                + workers.bytes()
                + 4_000
                + columns.stream().mapToLong(Column::bytes).sum();
    }
}
