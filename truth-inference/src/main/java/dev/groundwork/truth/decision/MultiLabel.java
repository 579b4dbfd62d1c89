package dev.groundwork.truth.decision;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.truth.Conditions;
import dev.groundwork.truth.ControlLabels;
import dev.groundwork.truth.Inference;
import dev.groundwork.truth.LabelOutsideClasses;
import dev.groundwork.truth.Labels;
import dev.groundwork.truth.LabelsBuilder;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.Method;
import dev.groundwork.truth.Repeats;

/**
 * Tasks to which any number of labels apply, by binary relevance: whether a label applies is a question of its own, with
 * the answers yes and no.
 */
public final class MultiLabel {

    private static final int NO = 0;
    private static final int YES = 1;

    private final List<Inference> byLabel;

    private MultiLabel(List<Inference> byLabel) {
        this.byLabel = byLabel;
    }

    /** Starts to collect answers, each of which may name any of so many labels. */
    public static Builder builder(int labels) {
        return new Builder(labels);
    }

    /** {@return the probability that a label applies to a task, 0 to 1; one half where nobody answered} */
    public float probability(int task, int label) {
        return byLabel.get(label).posterior(task, YES);
    }

    /** {@return the labels that more probably apply to a task than not; none where nobody answered} */
    public BitSet labels(int task) {
        var labels = new BitSet(byLabel.size());
        for (int label = 0; label < byLabel.size(); label++) {
            labels.set(label, byLabel.get(label).label(task) == YES);
        }
        return labels;
    }

    /** {@return what was found for the question whether one label applies: class 1 is yes} */
    public Inference question(int label) {
        return byLabel.get(label);
    }

    /** Collects answers. */
    public static final class Builder {

        private final List<LabelsBuilder> questions = new ArrayList<>();

        private Builder(int labels) {
            if (labels < 1) {
                throw new IllegalArgumentException("%d labels: give at least 1".formatted(labels));
            }
            for (int label = 0; label < labels; label++) {
                questions.add(Labels.builder(2));
            }
        }

        /** Says what several answers of one worker to one task count for; {@link Repeats#LAST} unless told otherwise. */
        public Builder repeats(Repeats rule) {
            questions.forEach(question -> question.repeats(rule));
            return this;
        }

        /** Makes room for tasks without answers: there are at least so many. */
        public Builder tasks(int count) {
            questions.forEach(question -> question.tasks(count));
            return this;
        }

        /**
         * Adds one answer: the labels that the worker found to apply, possibly none.
         *
         * @throws LabelOutsideClasses when there is no such label
         */
        public Builder add(int task, int worker, BitSet chosen) {
            if (chosen.length() > questions.size()) {
                throw new LabelOutsideClasses("worker %d answered task %d with label %d; there are the labels 0 to %d"
                        .formatted(worker, task, chosen.length() - 1, questions.size() - 1));
            }
            for (int label = 0; label < questions.size(); label++) {
                questions.get(label).add(task, worker, chosen.get(label) ? YES : NO);
            }
            return this;
        }

        /**
         * Infers which labels apply; the builder is empty afterwards.
         *
         * @param gold the labels that certainly apply, and with them those that do not, by control task
         */
        public MultiLabel infer(Method method, Map<Integer, BitSet> gold, Limit limit) {
            var results = new ArrayList<Inference>();
            for (int label = 0; label < questions.size(); label++) {
                var known = new HashMap<Integer, Integer>();
                for (var control : gold.entrySet()) {
                    known.put(control.getKey(), control.getValue().get(label) ? YES : NO);
                }
                var conditions = Conditions.PLAIN.gold(ControlLabels.of(known)).limit(limit);
                results.add(method.infer(questions.get(label).build(), conditions));
            }
            return new MultiLabel(results);
        }
    }
}
