package dev.groundwork.truth;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Answers with the names of their tasks, workers and classes.
 *
 * <p>Tasks keep the order in which they appear. Workers, and classes that were not given as a list, are numbered in the
 * order of their names, so that the order of the rows does not matter to any method.
 */
public final class NamedLabels {

    private final Labels labels;
    private final Names tasks;
    private final List<String> workers;
    private final List<String> classes;

    private NamedLabels(Labels labels, Names tasks, List<String> workers, List<String> classes) {
        this.labels = labels;
        this.tasks = tasks;
        this.workers = workers;
        this.classes = classes;
    }

    /** Starts to collect answers whose classes are found in them: sorted as numbers when all are numbers, else as text. */
    public static Builder builder() {
        return new Builder(null);
    }

    /** Starts to collect answers that may only have the given classes, which keep their order. */
    public static Builder builder(List<String> classes) {
        return new Builder(List.copyOf(classes));
    }

    /** {@return the answers in numbers} */
    public Labels labels() {
        return labels;
    }

    /** {@return the tasks' names by number} */
    public Names tasks() {
        return tasks;
    }

    /** {@return the workers' names by number} */
    public List<String> workers() {
        return workers;
    }

    /** {@return the classes' names by number} */
    public List<String> classes() {
        return classes;
    }

    /**
     * {@return the number of a class}
     *
     * @throws LabelOutsideClasses when it is none of the classes
     */
    public int classNumber(String name) {
        int number = classes.indexOf(name);
        if (number < 0) {
            throw new LabelOutsideClasses("no class is called \"%s\"; there are %s".formatted(name, shown(classes)));
        }
        return number;
    }

    /**
     * {@return the right labels of tasks, in numbers}
     *
     * <p>Tasks that are unknown here are left out. A label that is none of the classes gets the number after the last one:
     * no answer can be right there.
     */
    public ControlLabels controlLabels(Map<String, String> labelOfTask) {
        var numbers = new HashMap<Integer, Integer>();
        labelOfTask.forEach((task, label) -> {
            int number = tasks.find(task);
            if (number >= 0) {
                int known = classes.indexOf(label);
                numbers.put(number, known < 0 ? classes.size() : known);
            }
        });
        return ControlLabels.of(numbers);
    }

    private static String shown(List<String> classes) {
        int most = 20;
        var some = String.join(", ", classes.subList(0, Math.min(most, classes.size())));
        return classes.size() > most ? some + " and %d more".formatted(classes.size() - most) : some;
    }

    /** Collects answers by name. */
    public static final class Builder {

        private final Names tasks = new Names();
        private final Names workers = new Names();
        private final Names classes = new Names();
        private final @Nullable List<String> fixed;
        private final LabelsBuilder rows;

        private Builder(@Nullable List<String> fixed) {
            this.fixed = fixed;
            if (fixed != null) {
                fixed.forEach(classes::add);
                if (classes.size() < fixed.size()) {
                    throw new IllegalArgumentException("a class is listed twice: " + shown(fixed));
                }
            }
            rows = new LabelsBuilder(fixed == null ? Labels.MOST_CLASSES : fixed.size());
        }

        /** Says what several answers of one worker to one task count for; {@link Repeats#LAST} unless told otherwise. */
        public Builder repeats(Repeats rule) {
            rows.repeats(rule);
            return this;
        }

        /** {@return whether no answer was added} */
        public boolean isEmpty() {
            return rows.isEmpty();
        }

        /** Adds a task that need not have an answer. */
        public Builder task(String task) {
            rows.tasks(tasks.add(task) + 1);
            return this;
        }

        /**
         * Adds a class that no answer need have.
         *
         * @throws LabelOutsideClasses when the classes were given and this is none of them
         */
        public Builder classNamed(String name) {
            label(name, () -> "\"%s\"".formatted(name));
            return this;
        }

        /**
         * Adds one answer.
         *
         * @throws LabelOutsideClasses when the classes were given and the label is none of them
         */
        public Builder add(String task, String worker, String label) {
            int number =
                    label(label, () -> "worker %s answered task %s with \"%s\", which".formatted(worker, task, label));
            rows.add(tasks.add(task), workers.add(worker), number);
            return this;
        }

        private int label(String label, Supplier<String> what) {
            int number = fixed == null ? classes.add(label) : classes.find(label);
            if (number < 0) {
                throw new LabelOutsideClasses(
                        "%s is none of the classes %s".formatted(what.get(), shown(names(classes))));
            }
            if (number >= Labels.MOST_CLASSES) {
                throw new LabelOutsideClasses("more than %,d different labels: this is text and no choice of a class"
                        .formatted(Labels.MOST_CLASSES));
            }
            return number;
        }

        /**
         * Sorts what was added; the builder is empty afterwards.
         *
         * @throws IllegalStateException when there is neither an answer nor a class
         */
        public NamedLabels build() {
            if (classes.size() == 0) {
                throw new IllegalStateException("no answers and no classes: there is nothing to aggregate");
            }
            var workerNames = names(workers);
            var workerOrder = workerNames.stream().sorted().toList();
            var classNames = names(classes);
            var classOrder = fixed == null
                    ? classNames.stream().sorted(order(classNames)).toList()
                    : classNames;
            var built = rows.build(ranks(workers, workerOrder), ranks(classes, classOrder), classNames.size());
            return new NamedLabels(built, tasks, workerOrder, classOrder);
        }

        private static List<String> names(Names names) {
            return IntStream.range(0, names.size()).mapToObj(names::name).toList();
        }

        private static int[] ranks(Names names, List<String> order) {
            var ranks = new int[names.size()];
            for (int rank = 0; rank < ranks.length; rank++) {
                ranks[names.find(order.get(rank))] = rank;
            }
            return ranks;
        }

        private static Comparator<String> order(List<String> names) {
            return names.stream().allMatch(name -> name.matches("[+-]?\\d{1,15}(\\.\\d{1,15})?"))
                    ? Comparator.comparingDouble(Double::parseDouble).thenComparing(Comparator.naturalOrder())
                    : Comparator.naturalOrder();
        }
    }
}
