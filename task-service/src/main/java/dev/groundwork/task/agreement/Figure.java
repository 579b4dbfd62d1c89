package dev.groundwork.task.agreement;

import java.util.Locale;
import java.util.OptionalDouble;

import dev.groundwork.truth.agreement.Coefficient;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A number, or the reason why there is none; one of the two is left out.
 *
 * @param value finite
 * @param missing in kebab-case, such as {@code no-task-with-two-answers}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = "{\"value\": 0.742}")
record Figure(@Nullable Double value, @Nullable String missing) {

    static final String NO_TASK_WITH_TWO_ANSWERS = "no-task-with-two-answers";
    static final String NOT_FOR_THIS_KIND = "not-for-this-kind";
    static final String NO_RESULT = "no-result";

    private static final double DIGITS = 1e6;

    static Figure of(double value) {
        return new Figure(Math.round(value * DIGITS) / DIGITS, null);
    }

    static Figure missing(String reason) {
        return new Figure(null, reason);
    }

    static Figure of(OptionalDouble value, String reasonWithout) {
        return value.isPresent() ? of(value.getAsDouble()) : missing(reasonWithout);
    }

    static Figure of(Coefficient coefficient) {
        return switch (coefficient) {
            case Coefficient.Defined defined -> of(defined.value());
            case Coefficient.Undefined undefined ->
                missing(undefined.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        };
    }
}
