package dev.groundwork.task.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The errors of an upload: all are counted, the first thousand kept. */
public final class RowErrors {

    static final int MOST_KEPT = 1000;

    private final List<RowError> kept = new ArrayList<>();
    private long rows;
    private long lastRow = -1;

    public void add(RowError error) {
        if (error.row() != lastRow) {
            rows++;
            lastRow = error.row();
        }
        if (kept.size() < MOST_KEPT) {
            kept.add(error);
        }
    }

    /** {@return how many rows have errors} */
    public long rows() {
        return rows;
    }

    public boolean isEmpty() {
        return rows == 0;
    }

    /** {@return by row} */
    public List<RowError> list() {
        kept.sort(Comparator.comparingLong(RowError::row));
        return List.copyOf(kept);
    }
}
