package dev.groundwork.truth.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import dev.groundwork.truth.agreement.Coefficient;
import dev.groundwork.truth.answer.Answers;

/**
 * Two workers who give the same wrong answers more often than chance allows. Right answers prove nothing, since
 * whoever is careful gives the same ones; copies also share the errors.
 *
 * <p>What chance allows is counted with the error rates of the two, with how hard each task was for everybody else, and
 * with the wrong answers that suggest themselves where that label is right. A group so large that it sets all of these
 * goes unseen: only control tasks help against it.
 *
 * @param one the worker whose name comes first
 * @param commonTasks how many tasks with a known truth both answered
 * @param bothWrong on how many of them both were wrong
 * @param sameWrong on how many of them both gave the same wrong answer
 * @param expectedSameWrong on how many of them chance would have had them give the same wrong answer
 * @param kappa their agreement beyond chance on the tasks where both were wrong; nothing to measure with two labels
 * @param chance the probability of at least as many equal errors by chance, in the pair, from 0 to 1
 */
public record ErrorAgreement(
        String one,
        String other,
        int commonTasks,
        int bothWrong,
        int sameWrong,
        double expectedSameWrong,
        Coefficient kappa,
        double chance)
        implements Evidence {

    /**
     * When to show a pair.
     *
     * @param leastSameWrong how many equal errors there must be, at least 1
     * @param falseAlarms how many pairs without any connection one look at a job may show on average
     */
    public record Rule(int leastSameWrong, double falseAlarms) {

        /** Five equal errors, and one look in a hundred that shows somebody innocent. */
        public static final Rule USUAL = new Rule(5, 0.01);

        public Rule {
            if (leastSameWrong < 1 || !(falseAlarms > 0)) {
                throw new IllegalArgumentException(
                        "A rule needs at least 1 equal error and a positive number of false alarms, not %d and %s."
                                .formatted(leastSameWrong, falseAlarms));
            }
        }
    }

    /**
     * {@return the pairs that stand out, the most surprising first}
     *
     * @param truth the right labels, of control tasks or of results that are beyond doubt
     */
    public static List<ErrorAgreement> find(Answers<String> answers, Map<String, String> truth, Rule rule) {
        var errors = Errors.of(answers, truth);
        var tallies = new HashMap<Names, Tally>();
        new TreeMap<>(truth).forEach((task, right) -> {
            var own = answers.to(task);
            var workers = List.copyOf(own.entrySet());
            for (int i = 0; i < workers.size(); i++) {
                for (int j = i + 1; j < workers.size(); j++) {
                    var one = workers.get(i);
                    var other = workers.get(j);
                    tallies.computeIfAbsent(new Names(one.getKey(), other.getKey()), names -> new Tally())
                            .add(
                                    right,
                                    one.getValue(),
                                    other.getValue(),
                                    errors.bothWrong(task, right, one, other),
                                    errors.sameIfBothWrong(right));
                }
            }
        });
        var found = new ArrayList<ErrorAgreement>();
        tallies.forEach((names, tally) -> {
            var evidence = tally.evidence(names);
            if (evidence.sameWrong >= rule.leastSameWrong && evidence.chance * tallies.size() <= rule.falseAlarms) {
                found.add(evidence);
            }
        });
        found.sort(Comparator.comparingDouble(ErrorAgreement::chance)
                .thenComparing(ErrorAgreement::one)
                .thenComparing(ErrorAgreement::other));
        return List.copyOf(found);
    }

    @Override
    public List<String> workers() {
        return List.of(one, other);
    }

    @Override
    public String summary() {
        return String.format(
                Locale.ROOT,
                "%s and %s gave the same wrong answer to %d of %d tasks; chance explains %.1f.",
                one,
                other,
                sameWrong,
                commonTasks,
                expectedSameWrong);
    }

    private record Names(String one, String other) {}

    private static final class Tally {

        private int tasks;
        private int bothWrong;
        private int sameWrong;
        private double sameByChance;
        private double expectedSameWrong;

        void add(String right, String one, String other, double bothWrongByChance, double sameIfBothWrong) {
            tasks++;
            expectedSameWrong += bothWrongByChance * sameIfBothWrong;
            if (!one.equals(right) && !other.equals(right)) {
                bothWrong++;
                sameByChance += sameIfBothWrong;
                sameWrong += one.equals(other) ? 1 : 0;
            }
        }

        ErrorAgreement evidence(Names names) {
            var kappa = bothWrong == 0
                    ? new Coefficient.Undefined(Coefficient.Reason.NO_COMMON_TASK)
                    : Coefficient.beyondChance(
                            1 - (double) sameWrong / bothWrong, 1 - Math.min(1, sameByChance / bothWrong));
            return new ErrorAgreement(
                    names.one,
                    names.other,
                    tasks,
                    bothWrong,
                    sameWrong,
                    expectedSameWrong,
                    kappa,
                    PoissonTail.atLeast(sameWrong, expectedSameWrong));
        }
    }
}
