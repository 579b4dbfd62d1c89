package dev.groundwork.task.export.format;

import java.util.List;

import dev.groundwork.task.kind.Shapes;
import dev.groundwork.task.spec.OutputField;

/** The labels of a property as numbered classes. */
final class Labels {

    private Labels() {}

    static List<String> of(OutputField field) {
        return field.labels().isEmpty() ? List.of("object") : field.labels();
    }

    /** {@return the place of a label in the list, from 0; what has no label is of the first} */
    static int number(List<String> labels, String label) {
        int number = labels.indexOf(label);
        if (number < 0 && !label.equals(Shapes.NO_LABEL)) {
            throw new IllegalStateException("a result has the label " + label + ", which its spec does not list");
        }
        return Math.max(number, 0);
    }
}
