package dev.groundwork.truth.agreement;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answers;

import org.jspecify.annotations.Nullable;

/**
 * What a requester sees of the agreement in a job.
 *
 * @param alpha Krippendorff's nominal alpha
 * @param fleiss Fleiss' kappa
 * @param percent the share of pairs of answers that are equal, nothing where no task has two answers
 * @param tasks one view a task, by name
 * @param workers one view a worker, by name
 */
public record AgreementReport(
        Coefficient alpha, Coefficient fleiss, OptionalDouble percent, List<TaskView> tasks, List<WorkerView> workers) {

    public AgreementReport {
        tasks = List.copyOf(tasks);
        workers = List.copyOf(workers);
    }

    /**
     * @param results the labels that the tasks ended up with, as far as there are any
     * @param truth the labels that are known to be right, as far as there are any
     */
    public static AgreementReport of(Answers<String> answers, Map<String, String> results, Map<String, String> truth) {
        var tasks = new ArrayList<TaskView>();
        var tallies = new TreeMap<String, Tally>();
        answers.byTask().forEach((task, own) -> {
            SortedMap<String, Integer> votes = new TreeMap<>();
            own.values().forEach(label -> votes.merge(label, 1, Integer::sum));
            String result = results.get(task);
            tasks.add(new TaskView(
                    task,
                    votes,
                    PercentAgreement.ofTask(own.values()),
                    TaskView.entropyBits(votes, own.size()),
                    result == null
                            ? OptionalDouble.empty()
                            : OptionalDouble.of(votes.getOrDefault(result, 0) / (double) own.size())));
            own.forEach((worker, label) -> {
                var tally = tallies.computeIfAbsent(worker, unseen -> new Tally());
                tally.answers++;
                if (own.size() > 1) {
                    tally.others.add((votes.getOrDefault(label, 0) - 1.0) / (own.size() - 1));
                }
                tally.results.addIfKnown(result, label);
                tally.truths.addIfKnown(truth.get(task), label);
            });
        });
        return new AgreementReport(
                KrippendorffAlpha.nominal(answers),
                FleissKappa.of(answers),
                PercentAgreement.of(answers),
                tasks,
                tallies.entrySet().stream()
                        .map(worker -> worker.getValue().view(worker.getKey()))
                        .toList());
    }

    private static final class Tally {

        private int answers;
        private final Mean others = new Mean();
        private final Mean results = new Mean();
        private final Mean truths = new Mean();

        WorkerView view(String worker) {
            return new WorkerView(
                    worker, answers, others.count, others.value(), results.value(), truths.value(), truths.count);
        }
    }

    private static final class Mean {

        private double sum;
        private int count;

        void add(double value) {
            sum += value;
            count++;
        }

        void addIfKnown(@Nullable String right, String label) {
            if (right != null) {
                add(right.equals(label) ? 1 : 0);
            }
        }

        OptionalDouble value() {
            return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / count);
        }
    }
}
