package dev.groundwork.task.aggregation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import dev.groundwork.task.kind.PlainText;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.text.TextAgreement;
import dev.groundwork.truth.text.WeightedMedoid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * Texts and transcripts: the one that is most alike to all, those of careful workers counting more; always a text that somebody
 * wrote, in the spelling that is most usual among those that say the same.
 */
record TextResult(OutputField field, WorkerWeights weights) implements FieldResult {

    private static final MethodUsed METHOD =
            MethodUsed.always("weighted-medoid", "the text that is most alike to all, workers weighted by likeness");

    /** Weights hardly move after so many tasks, and all texts of a job need not be in memory. */
    private static final int MOST_TASKS_LEARNED = 20_000;

    @Override
    public Optional<Outcome> of(long position, List<Given> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var chosen = WeightedMedoid.choose(Likeness.byWorker(values, JsonNode::asText), weights);
        String same = PlainText.of(chosen.text());
        Map<String, Integer> spellings = new TreeMap<>();
        for (Given given : values) {
            String text = given.answer().asText();
            if (PlainText.of(text).equals(same)) {
                spellings.merge(text.strip(), 1, Integer::sum);
            }
        }
        String usual = "";
        int most = 0;
        int votes = 0;
        for (var spelling : spellings.entrySet()) {
            votes += spelling.getValue();
            if (spelling.getValue() > most) {
                usual = spelling.getKey();
                most = spelling.getValue();
            }
        }
        var value = TextNode.valueOf(usual);
        // Of two texts that differ, and of texts without a word in common, none has the better claim.
        boolean tie = votes < values.size()
                && (values.size() == 2 || (votes == 1 && chosen.agreement().orElse(1) == 0));
        var likeness = Likeness.to(value, field, values);
        return Optional.of(Outcome.of(
                value, votes, values.size(), tie, likeness.confidence(weights), likeness.agreement(), METHOD.method()));
    }

    @Override
    public MethodUsed method() {
        return METHOD;
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof TextResult same && same.weights().equals(weights);
    }

    static Learner learner(OutputField field) {
        return new Learner() {
            private final List<Answer<String>> seen = new ArrayList<>();
            private int tasks;

            @Override
            public void see(long position, List<Given> values) {
                // A task with one answer tells nothing about anybody.
                if (values.size() < 2 || tasks >= MOST_TASKS_LEARNED) {
                    return;
                }
                tasks++;
                String task = Long.toString(position);
                values.forEach(given -> seen.add(
                        new Answer<>(task, Likeness.name(given), given.answer().asText())));
            }

            @Override
            public FieldResult learn() {
                return new TextResult(field, TextAgreement.weights(Answers.of(seen)));
            }
        };
    }
}
