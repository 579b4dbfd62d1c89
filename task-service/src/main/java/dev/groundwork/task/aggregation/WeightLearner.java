package dev.groundwork.task.aggregation;

import java.util.List;
import java.util.function.BiFunction;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.WorkerWeights;

/** Learns of each worker only how much their word counts: as their scores on control tasks, equal without. */
final class WeightLearner implements FieldResult.Learner {

    private final OutputField field;
    private final Controls controls;
    private final String name;
    private final BiFunction<WorkerWeights, MethodUsed, FieldResult> result;
    private final ControlScores scores;

    WeightLearner(
            OutputField field,
            Controls controls,
            String name,
            BiFunction<WorkerWeights, MethodUsed, FieldResult> result) {
        this.field = field;
        this.controls = controls;
        this.name = name;
        this.result = result;
        this.scores = new ControlScores(field);
    }

    @Override
    public void see(long position, List<Given> values) {
        scores.see(controls.value(position, field.name()), values);
    }

    @Override
    public FieldResult learn() {
        String why = scores.tasks() == 0
                ? "no control task has answers: every worker counts alike"
                : "workers weighted by their scores on control tasks";
        return result.apply(scores.weights(), new MethodUsed(name, why, scores.tasks(), List.of()));
    }
}
