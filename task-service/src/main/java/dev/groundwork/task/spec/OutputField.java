package dev.groundwork.task.spec;

import java.util.List;

/**
 * One property of an answer.
 *
 * @param labels the closed list of a choice or multichoice in the order of the schema; empty for the other kinds
 */
public record OutputField(String name, OutputKind kind, boolean required, List<String> labels) {

    public OutputField {
        labels = List.copyOf(labels);
    }
}
