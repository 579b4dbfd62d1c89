package dev.groundwork.task.export.format;

import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

/**
 * What goes into an export.
 *
 * @param includeAnswers the single answers too, next to what they come to
 * @param includeWorkers who gave an answer, by a pseudonym that holds within the job and nowhere else
 * @param includeControl tasks of known answer too
 * @param idsOnly nothing of the input, only the names of tasks
 * @param field the output property to export, where a format takes one; needed only when several would do
 */
public record Options(
        boolean includeAnswers,
        boolean includeWorkers,
        boolean includeControl,
        boolean idsOnly,
        @Size(max = 200) @Nullable String field) {

    /** What holds when nothing is asked for. */
    public static final Options USUAL = new Options(false, false, false, false, null);
}
