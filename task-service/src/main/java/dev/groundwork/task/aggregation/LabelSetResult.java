package dev.groundwork.task.aggregation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.Limit;
import dev.groundwork.truth.method.GoldBayes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.jspecify.annotations.Nullable;

/**
 * Several labels a task, by binary relevance: whether a label applies is a question of its own, with the answers no and yes.
 *
 * @param questions one for each label
 */
record LabelSetResult(OutputField field, List<Categories> questions) implements FieldResult {

    /** With more labels than this, no method is tried out for each of them. */
    private static final int MOST_CHOSEN_FOR = 20;

    private static final int YES = 1;

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var who = values.stream().map(Given::worker).toList();
        var sets = values.stream().map(given -> labelsIn(given.answer())).toList();
        ArrayNode value = JsonNodeFactory.instance.arrayNode();
        var chosen = new HashSet<String>();
        double confidence = 1;
        boolean tie = false;
        for (int label = 0; label < questions.size(); label++) {
            String name = field.labels().get(label);
            double applies = questions.get(label).probabilities(position, who, answers(sets, name))[YES];
            // Exactly half is a tie, and left out.
            tie = tie || Math.abs(applies - 0.5) <= 1e-9;
            if (applies > 0.5 + 1e-9) {
                value.add(name);
                chosen.add(name);
            }
            double sure = questions.get(label).confidence(Math.max(applies, 1 - applies), values.size());
            confidence = Math.min(confidence, sure);
        }
        int same = (int) sets.stream().filter(chosen::equals).count();
        return Optional.of(Outcome.of(
                value, same, values.size(), tie, confidence, Likeness.agreement(field, values), method().method()));
    }

    @Override
    public MethodUsed method() {
        return questions.stream()
                .map(Categories::method)
                .max((one, other) -> Integer.compare(one.controlTasks(), other.controlTasks()))
                .orElseThrow();
    }

    private static int[] answers(List<Set<String>> sets, String label) {
        return sets.stream().mapToInt(set -> set.contains(label) ? YES : 0).toArray();
    }

    private static Set<String> labelsIn(JsonNode list) {
        var labels = new HashSet<String>();
        list.forEach(label -> labels.add(label.asText()));
        return labels;
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof LabelSetResult same
                && same.questions().stream().allMatch(Categories::isMajority)
                && questions.stream().allMatch(Categories::isMajority);
    }

    static Learner learner(OutputField field, Controls controls, Limit limit, @Nullable FieldResult previous) {
        return new Learner() {
            private final List<Categories.Builder> builders = field.labels().stream()
                    .map(label -> new Categories.Builder(2))
                    .toList();

            @Override
            public void see(long position, List<Given> values) {
                List<UUID> who = values.stream().map(Given::worker).toList();
                var sets =
                        values.stream().map(given -> labelsIn(given.answer())).toList();
                JsonNode right = controls.value(position, field.name());
                var rightLabels = labelsIn(right);
                for (int label = 0; label < builders.size(); label++) {
                    String name = field.labels().get(label);
                    int known = right.isMissingNode() ? OutputField.NO_CLASS : rightLabels.contains(name) ? YES : 0;
                    builders.get(label).see(position, who, answers(sets, name), known);
                }
            }

            @Override
            public FieldResult learn() {
                var before = previous instanceof LabelSetResult same ? same.questions() : null;
                var questions = new ArrayList<Categories>();
                for (int label = 0; label < builders.size(); label++) {
                    questions.add(builders.get(label)
                            .infer(
                                    limit,
                                    before == null ? null : before.get(label),
                                    builders.size() > MOST_CHOSEN_FOR ? new GoldBayes() : null));
                }
                return new LabelSetResult(field, List.copyOf(questions));
            }
        };
    }
}
