package dev.groundwork.truth.signal;

import java.util.HashMap;
import java.util.Map;

import dev.groundwork.truth.answer.Answers;

/** How often who is wrong, where, and how: what two workers would share by chance. */
final class Errors {

    private final Map<String, Count> ofWorker = new HashMap<>();
    private final Map<String, Count> ofTask = new HashMap<>();
    private final Map<String, Map<String, Integer>> wrongLabels = new HashMap<>();
    private final Count all = new Count();

    private Errors() {}

    static Errors of(Answers<String> answers, Map<String, String> truth) {
        var errors = new Errors();
        truth.forEach((task, right) -> answers.to(task).forEach((worker, label) -> {
            boolean wrong = !label.equals(right);
            errors.ofWorker.computeIfAbsent(worker, unseen -> new Count()).add(wrong);
            errors.ofTask.computeIfAbsent(task, unseen -> new Count()).add(wrong);
            errors.all.add(wrong);
            if (wrong) {
                errors.wrongLabels
                        .computeIfAbsent(right, unseen -> new HashMap<>())
                        .merge(label, 1, Integer::sum);
            }
        }));
        return errors;
    }

    /** The probability that two workers are both wrong on a task if neither knows of the other. */
    double bothWrong(String task, String right, Map.Entry<String, String> one, Map.Entry<String, String> other) {
        int ownErrors =
                (one.getValue().equals(right) ? 0 : 1) + (other.getValue().equals(right) ? 0 : 1);
        double average = (all.wrong + 1.0) / (all.answers + 2.0);
        var others = ofTask.getOrDefault(task, new Count());
        // One answer with the average error rate keeps a task that few others answered from looking certain.
        double difficulty = (others.wrong - ownErrors + average) / (others.answers - 2 + 1) / average;
        return Math.min(1, difficulty * rate(one.getKey(), average))
                * Math.min(1, difficulty * rate(other.getKey(), average));
    }

    /** The probability that two wrong answers are the same one, where that label is right. */
    double sameIfBothWrong(String right) {
        double total = 0;
        double squares = 0;
        for (double count : wrongLabels.getOrDefault(right, Map.of()).values()) {
            total += count;
            squares += count * count;
        }
        return total == 0 ? 1 : squares / (total * total);
    }

    private double rate(String worker, double average) {
        var own = ofWorker.getOrDefault(worker, new Count());
        return (own.wrong + average) / (own.answers + 1);
    }

    private static final class Count {

        private int wrong;
        private int answers;

        void add(boolean isWrong) {
            wrong += isWrong ? 1 : 0;
            answers++;
        }
    }
}
