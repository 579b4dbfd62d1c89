package dev.groundwork.task.signal;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A sign that was found in a job.
 *
 * @param field property of the answers; empty where it is about whole answers
 * @param workers whom it is about, in the order of their ids
 * @param summary one sentence for the person who looks at it
 * @param evidence what was seen
 * @param items names of the single things that were seen, by which new evidence is told from old
 */
record Finding(
        SignalKind kind,
        String field,
        List<UUID> workers,
        String summary,
        ObjectNode evidence,
        SortedSet<String> items) {

    Finding {
        workers = List.copyOf(new TreeSet<>(workers));
        items = new TreeSet<>(items);
    }
}
