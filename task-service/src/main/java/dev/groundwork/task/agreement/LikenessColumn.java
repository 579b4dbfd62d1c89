package dev.groundwork.task.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;

import dev.groundwork.task.kind.GoldComparison;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.agreement.Coefficient;
import dev.groundwork.truth.agreement.KrippendorffAlpha;
import dev.groundwork.truth.numeric.NumericMethod;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A property whose values are more or less alike: texts, numbers, boxes, rankings. Values are compared within their task by
 * the measure of the property and not kept; where comparing all would take too long, an even sample of tasks is compared.
 */
final class LikenessColumn implements Column {

    private final OutputField field;
    private final int answers;
    private final int[] answersOfTask;
    private final int tasksCompared;
    private final float[] agreement;
    private final int[] order;
    private final double likeness;
    private final Coefficient alpha;
    private final float[] withOthers;

    private LikenessColumn(Builder built, int tasks, int workers) {
        this.field = built.field;
        this.answers = built.answers;
        this.answersOfTask = Arrays.copyOf(built.answersOfTask, tasks);
        this.agreement = new float[tasks];
        Arrays.fill(agreement, NOT_COMPARED);
        System.arraycopy(built.agreement, 0, agreement, 0, Math.min(tasks, built.lastTask + 1));
        this.order = Column.order(agreement);
        this.tasksCompared = built.tasksCompared;
        this.likeness = built.pairs == 0 ? NOT_COMPARED : built.likeness / built.pairs;
        this.alpha = built.alpha();
        this.withOthers = new float[workers];
        for (int worker = 0; worker < workers; worker++) {
            withOthers[worker] = worker < built.likenessOfWorker.length && built.tasksOfWorker[worker] > 0
                    ? (float) (built.likenessOfWorker[worker] / built.tasksOfWorker[worker])
                    : NOT_COMPARED;
        }
    }

    /** {@return the mean likeness over all pairs of answers that were compared} */
    OptionalDouble likeness() {
        return likeness < 0 ? OptionalDouble.empty() : OptionalDouble.of(likeness);
    }

    Coefficient alpha() {
        return alpha;
    }

    /** {@return how many tasks with at least two answers were compared} */
    int tasksCompared() {
        return tasksCompared;
    }

    @Override
    public OutputField field() {
        return field;
    }

    @Override
    public int answers() {
        return answers;
    }

    @Override
    public int answers(int task) {
        return answersOfTask[task];
    }

    @Override
    public float agreement(int task) {
        return agreement[task];
    }

    @Override
    public int[] byDisagreement() {
        return order;
    }

    @Override
    public OptionalDouble withOthers(int worker) {
        return withOthers[worker] < 0 ? OptionalDouble.empty() : OptionalDouble.of(withOthers[worker]);
    }

    @Override
    public long bytes() {
        return 12L * agreement.length + 4L * withOthers.length;
    }

    /** Collects the values of one property, a task at a time. */
    static final class Builder implements Column.Builder {

        /** Of a task with more answers, so many are compared: pairs grow with the square. */
        private static final int MOST_OF_TASK = 12;

        /** What two answers have in common by chance is told by pairs of so many answers of any tasks. */
        private static final int SAMPLE = 160;

        private final OutputField field;
        private final double share;
        private final Random random = new Random(1);
        private final List<JsonNode> sample = new ArrayList<>(SAMPLE);
        private final List<JsonNode> values = new ArrayList<>();
        private int[] workersOfValues = new int[MOST_OF_TASK];

        private int lastTask = -1;
        private int answers;
        private int[] answersOfTask = new int[64];
        private float[] agreement = new float[64];
        private int tasksCompared;
        private double likeness;
        private long pairs;
        private double[] likenessOfWorker = new double[64];
        private int[] tasksOfWorker = new int[64];
        private long compared;
        private double observed;

        private int[] starts = new int[64];
        private double[] numbers;

        /** @param share of the tasks that are compared, up to 1 */
        Builder(OutputField field, double share) {
            this.field = field;
            this.share = share;
            this.numbers = field.kind() == OutputKind.NUMBER ? new double[64] : new double[0];
        }

        @Override
        public void add(int task, int worker, JsonNode value) {
            // Sums and squares of larger numbers are none.
            if (field.kind() == OutputKind.NUMBER && !(Math.abs(value.doubleValue()) <= NumericMethod.MOST)) {
                return;
            }
            begin(task);
            if (field.kind() == OutputKind.NUMBER) {
                numbers = room(numbers, answers + 1);
                numbers[answers] = value.doubleValue();
            }
            answers++;
            answersOfTask[task]++;
            if (values.size() < MOST_OF_TASK && isSampled(task)) {
                workersOfValues[values.size()] = worker;
                values.add(value);
            }
        }

        private void begin(int task) {
            if (task == lastTask) {
                return;
            }
            compare();
            if (task >= answersOfTask.length) {
                answersOfTask = Arrays.copyOf(answersOfTask, grown(task + 1));
                agreement = Arrays.copyOf(agreement, answersOfTask.length);
                starts = Arrays.copyOf(starts, answersOfTask.length);
            }
            Arrays.fill(agreement, lastTask + 1, task + 1, NOT_COMPARED);
            Arrays.fill(starts, lastTask + 1, task + 1, answers);
            lastTask = task;
        }

        private static int grown(int needed) {
            return Integer.highestOneBit(Math.max(32, needed - 1)) << 1;
        }

        /** Which tasks are compared does not depend on which are there. */
        private boolean isSampled(int task) {
            long mixed = (task + 1) * 0x9e3779b97f4a7c15L;
            mixed = (mixed ^ (mixed >>> 29)) * 0xbf58476d1ce4e5b9L;
            return (mixed >>> 11) * 0x1.0p-53 < share;
        }

        /** Compares the values of the task that is over. */
        private void compare() {
            int count = values.size();
            if (count > 1) {
                var toOthers = new double[count];
                double sum = 0;
                for (int one = 0; one < count; one++) {
                    for (int other = one + 1; other < count; other++) {
                        double alike = alike(values.get(one), values.get(other));
                        toOthers[one] += alike;
                        toOthers[other] += alike;
                        sum += alike;
                    }
                }
                int own = count * (count - 1) / 2;
                agreement[lastTask] = (float) (sum / own);
                tasksCompared++;
                likeness += sum;
                pairs += own;
                observed += count * (1 - sum / own);
                for (int one = 0; one < count; one++) {
                    tally(workersOfValues[one], toOthers[one] / (count - 1));
                    keep(values.get(one));
                }
            }
            values.clear();
        }

        private void tally(int worker, double alike) {
            if (worker >= likenessOfWorker.length) {
                likenessOfWorker = Arrays.copyOf(likenessOfWorker, grown(worker + 1));
                tasksOfWorker = Arrays.copyOf(tasksOfWorker, likenessOfWorker.length);
            }
            likenessOfWorker[worker] += alike;
            tasksOfWorker[worker]++;
        }

        /** Every value that was compared has the same chance of staying in the sample. */
        private void keep(JsonNode value) {
            compared++;
            if (sample.size() < SAMPLE) {
                sample.add(value);
            } else {
                long place = random.nextLong(compared);
                if (place < SAMPLE) {
                    sample.set((int) place, value);
                }
            }
        }

        /** A measure may look at one of two as the right one; between answers neither is. */
        private double alike(JsonNode one, JsonNode other) {
            return (GoldComparison.score(field, one, other) + GoldComparison.score(field, other, one)) / 2;
        }

        private static double[] room(double[] numbers, int needed) {
            return needed <= numbers.length ? numbers : Arrays.copyOf(numbers, grown(needed));
        }

        /** Of numbers by their distance, of all else by one minus the likeness. */
        private Coefficient alpha() {
            if (field.kind() == OutputKind.NUMBER) {
                var ends = Arrays.copyOf(starts, lastTask + 2);
                ends[lastTask + 1] = answers;
                return KrippendorffAlpha.interval(ends, Arrays.copyOf(numbers, answers));
            }
            if (compared == 0) {
                return new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
            }
            double expected = 0;
            for (int one = 0; one < sample.size(); one++) {
                for (int other = one + 1; other < sample.size(); other++) {
                    expected += 1 - alike(sample.get(one), sample.get(other));
                }
            }
            int all = sample.size() * (sample.size() - 1) / 2;
            return Coefficient.beyondChance(observed / compared, expected / all);
        }

        @Override
        public Column build(int tasks, int workers) {
            compare();
            return new LikenessColumn(this, tasks, workers);
        }
    }
}
