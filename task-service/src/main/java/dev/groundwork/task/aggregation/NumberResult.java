package dev.groundwork.task.aggregation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.numeric.InverseVariance;
import dev.groundwork.truth.numeric.NumericChoice;
import dev.groundwork.truth.numeric.NumericMethod;

import com.fasterxml.jackson.databind.node.DecimalNode;

/**
 * Numbers: the median, which one wild answer cannot move, unless control tasks show that another method comes closer.
 *
 * @param chosen the method that control tasks chose; the median without
 * @param weights of the workers for the inverse variance: how exact they are
 */
record NumberResult(OutputField field, NumericMethod chosen, MethodUsed method, WorkerWeights weights)
        implements FieldResult {

    /** A method learns nothing more from further tasks. */
    private static final int MOST_TASKS_LEARNED = 20_000;

    private static final MathContext SHOWN = new MathContext(12);

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var numbers = values.stream()
                .map(given -> given.answer().decimalValue())
                .sorted()
                .toList();
        var value = DecimalNode.valueOf(
                chosen == NumericMethod.MEDIAN || !areUsual(numbers) ? median(numbers) : mean(values));
        int same = (int) numbers.stream()
                .filter(number -> number.compareTo(value.decimalValue()) == 0)
                .count();
        BigDecimal upper = numbers.get(numbers.size() / 2);
        boolean tie = chosen == NumericMethod.MEDIAN
                && numbers.size() % 2 == 0
                && numbers.get(numbers.size() / 2 - 1).compareTo(upper) != 0;
        var likeness = Likeness.to(value, field, values);
        return Optional.of(Outcome.of(
                value,
                same,
                numbers.size(),
                tie,
                likeness.confidence(WorkerWeights.EQUAL),
                likeness.agreement(),
                method.method()));
    }

    private BigDecimal mean(List<Given> values) {
        double result;
        if (chosen == NumericMethod.INVERSE_VARIANCE) {
            double[] own = weights.of(values.stream().map(Likeness::name).toList());
            double sum = 0;
            double total = 0;
            for (int i = 0; i < own.length; i++) {
                sum += own[i] * values.get(i).answer().doubleValue();
                total += own[i];
            }
            result = sum / total;
        } else {
            var answers = Answers.of(values.stream()
                    .map(given -> new Answer<>(
                            "task", Likeness.name(given), given.answer().doubleValue()))
                    .toList());
            result = chosen.aggregate(answers).values().iterator().next().value();
        }
        return plain(new BigDecimal(result, SHOWN));
    }

    /** {@return the middle one; of an even number the mean of the two in the middle} */
    private static BigDecimal median(List<BigDecimal> sorted) {
        int middle = sorted.size() / 2;
        BigDecimal upper = sorted.get(middle);
        if (sorted.size() % 2 == 1) {
            return plain(upper);
        }
        BigDecimal sum = sorted.get(middle - 1).add(upper);
        // Halving adds one digit at most, so this is exact.
        return plain(sum.divide(BigDecimal.TWO, Math.max(sum.scale(), 0) + 1, RoundingMode.UNNECESSARY));
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0, RoundingMode.UNNECESSARY) : shortest;
    }

    /** Whether the numbers are of a size that floating-point arithmetic can square. */
    private static boolean areUsual(List<BigDecimal> sorted) {
        return Math.abs(sorted.getFirst().doubleValue()) <= NumericMethod.MOST
                && Math.abs(sorted.getLast().doubleValue()) <= NumericMethod.MOST;
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof NumberResult same
                && same.chosen() == chosen
                && same.weights().equals(weights);
    }

    static Learner learner(OutputField field, Controls controls) {
        return new Learner() {
            private final List<Answer<Double>> seen = new ArrayList<>();
            private final Map<String, Double> truths = new HashMap<>();
            private int tasks;

            @Override
            public void see(long position, List<Given> values) {
                var right = controls.value(position, field.name());
                if (values.isEmpty() || (right.isMissingNode() && tasks >= MOST_TASKS_LEARNED)) {
                    return;
                }
                tasks++;
                String task = Long.toString(position);
                for (Given given : values) {
                    double number = given.answer().doubleValue();
                    if (Math.abs(number) <= NumericMethod.MOST) {
                        seen.add(new Answer<>(task, Likeness.name(given), number));
                    }
                }
                if (right.isNumber() && Math.abs(right.doubleValue()) <= NumericMethod.MOST) {
                    truths.put(task, right.doubleValue());
                }
            }

            @Override
            public FieldResult learn() {
                var answers = Answers.of(seen);
                var choice = NumericChoice.onControlTasks(answers, truths);
                if (choice.errors().isEmpty()) {
                    var why = "fewer than %d control tasks: one wild answer must not move it"
                            .formatted(NumericChoice.LEAST_CONTROL_TASKS);
                    return new NumberResult(
                            field, NumericMethod.MEDIAN, MethodUsed.always("median", why), WorkerWeights.EQUAL);
                }
                var used =
                        new MethodUsed(word(choice.method()), "closest to the control tasks", truths.size(), List.of());
                return new NumberResult(field, choice.method(), used, weights(choice.method(), answers));
            }
        };
    }

    private static WorkerWeights weights(NumericMethod method, Answers<Double> answers) {
        if (method != NumericMethod.INVERSE_VARIANCE) {
            return WorkerWeights.EQUAL;
        }
        var variances = InverseVariance.of(answers).variances();
        double least = variances.values().stream()
                .mapToDouble(Double::doubleValue)
                .filter(variance -> variance > 0)
                .min()
                .orElse(1);
        var weights = new HashMap<String, Double>();
        variances.forEach((worker, variance) -> weights.put(worker, variance > 0 ? least / variance : 1));
        double mean = weights.values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(1);
        return new WorkerWeights(weights, mean);
    }

    private static String word(NumericMethod method) {
        return method.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
