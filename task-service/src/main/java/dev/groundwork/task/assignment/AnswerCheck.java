package dev.groundwork.task.assignment;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;

/** Holds an answer to what its job asks for, whoever gives it. */
public final class AnswerCheck {

    private AnswerCheck() {}

    /**
     * Refuses an answer that does not fit.
     *
     * @param input of the task; asked for only where faults of an answer show next to it
     * @throws Unprocessable {@code answer-invalid} with a pointer to every fault
     */
    public static void require(TaskSpec spec, JsonNode answer, Supplier<JsonNode> input) {
        List<FieldError> faults = spec.needsInput() ? spec.faultsOf(answer, input.get()) : spec.faultsOf(answer);
        if (!faults.isEmpty()) {
            throw new Unprocessable(
                    "answer-invalid",
                    "The answer does not fit the job's output schema; see errors for where.",
                    Map.of("errors", faults));
        }
    }
}
