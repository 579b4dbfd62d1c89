package dev.groundwork.task.aggregation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.WorkerWeights;

import com.fasterxml.jackson.databind.JsonNode;

/** How well workers do on the control tasks of one property, as weights of their words elsewhere. */
final class ControlScores {

    private static final double PRIOR_ANSWERS = 4;

    private static final class Tally {
        private double sum;
        private int answers;
    }

    private final OutputField field;
    private final Map<UUID, Tally> tallies = new HashMap<>();
    private double sum;
    private int answers;
    private int tasks;

    ControlScores(OutputField field) {
        this.field = field;
    }

    void see(JsonNode gold, List<Given> values) {
        if (gold.isMissingNode() || values.isEmpty()) {
            return;
        }
        tasks++;
        for (Given given : values) {
            double score = GoldComparison.score(field, gold, given.answer());
            var tally = tallies.computeIfAbsent(given.worker(), unseen -> new Tally());
            tally.sum += score;
            tally.answers++;
            sum += score;
            answers++;
        }
    }

    /** {@return how many control tasks were answered} */
    int tasks() {
        return tasks;
    }

    /** {@return the mean score of each worker, drawn towards that of all; equal weights without control answers} */
    WorkerWeights weights() {
        if (answers == 0) {
            return WorkerWeights.EQUAL;
        }
        double mean = sum / answers;
        var known = new HashMap<String, Double>();
        tallies.forEach((worker, tally) ->
                known.put(worker.toString(), (tally.sum + PRIOR_ANSWERS * mean) / (tally.answers + PRIOR_ANSWERS)));
        return new WorkerWeights(known, mean);
    }
}
