package dev.groundwork.task.aggregation;

import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * The right answers to the control tasks of a job.
 *
 * @param byPosition the whole right answer by the position of its task; properties that it leaves out are not known
 */
public record Controls(Map<Long, JsonNode> byPosition) {

    /** A job without control tasks. */
    public static final Controls NONE = new Controls(Map.of());

    public Controls {
        byPosition = Map.copyOf(byPosition);
    }

    /** {@return the right value of a property, a missing node where it is not known} */
    JsonNode value(long position, String property) {
        JsonNode gold = byPosition.get(position);
        return gold == null ? MissingNode.getInstance() : gold.path(property);
    }

    int size() {
        return byPosition.size();
    }
}
