package dev.groundwork.task.bundle;

import java.math.BigDecimal;
import java.util.List;

import dev.groundwork.task.spec.OutputKind;

import org.jspecify.annotations.Nullable;

/**
 * A part of the answer that a page asks for.
 *
 * @param name of the property
 * @param kind of its values
 * @param labels to choose from, in the order of the page; empty for kinds without
 * @param least the smallest number, null where there is none
 * @param most the largest number, null where there is none
 * @param longest most characters of a text, null where there is no limit
 * @param required whether the page insists on it
 */
record PageField(
        String name,
        OutputKind kind,
        List<String> labels,
        @Nullable BigDecimal least,
        @Nullable BigDecimal most,
        @Nullable Integer longest,
        boolean required) {

    PageField {
        labels = List.copyOf(labels);
    }
}
