package dev.groundwork.task.aggregation;

import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

import dev.groundwork.task.kind.Shapes;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.shape.Span;
import dev.groundwork.truth.shape.SpanVote;
import dev.groundwork.truth.text.WeightedMedoid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Spans of texts and segments of recordings: what more than half marked, place by place. */
record SpanResult(OutputField field, WorkerWeights weights, MethodUsed method) implements FieldResult {

    private static final String METHOD = "place-vote";

    /** Half is no majority: two workers who mark different places agree on nothing. */
    private static final double MORE_THAN_HALF = 0.500001;

    @Override
    public Optional<Outcome> of(long position, List<Given> all) {
        String text = textHash(all);
        // Offsets into another text mean something else.
        var values = all.stream()
                .filter(given -> given.answer().path("textHash").asText("").equals(text))
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var votes = SpanVote.merge(Likeness.byWorker(values, Shapes::spans), weights, MORE_THAN_HALF);
        JsonNode value = field.kind() == OutputKind.SPANS ? spans(votes, text) : segments(votes, values);
        var likeness = Likeness.to(value, field, values);
        return Optional.of(Outcome.of(
                value,
                likeness.votes(),
                all.size(),
                false,
                likeness.confidence(weights),
                likeness.agreement(),
                METHOD));
    }

    /** The hash that most answers count in, the first by its letters of equals; empty for recordings. */
    private static String textHash(List<Given> values) {
        var counts = new TreeMap<String, Integer>();
        values.forEach(given -> counts.merge(given.answer().path("textHash").asText(""), 1, Integer::sum));
        String most = "";
        int votes = 0;
        for (var count : counts.entrySet()) {
            if (count.getValue() > votes) {
                most = count.getKey();
                votes = count.getValue();
            }
        }
        return most;
    }

    private static JsonNode spans(List<SpanVote> votes, String text) {
        ObjectNode value = JsonNodeFactory.instance.objectNode().put("textHash", text);
        ArrayNode list = value.putArray("spans");
        for (SpanVote vote : votes) {
            list.addObject()
                    .put("start", vote.span().start())
                    .put("end", vote.span().end())
                    .put("label", vote.span().label());
        }
        return value;
    }

    private JsonNode segments(List<SpanVote> votes, List<Given> values) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        for (SpanVote vote : votes) {
            ObjectNode segment = list.addObject()
                    .put("start", vote.span().start())
                    .put("end", vote.span().end());
            if (!vote.span().label().equals(Shapes.NO_LABEL)) {
                segment.put("label", vote.span().label());
            }
            if (field.schema().path("x-text").asBoolean()) {
                segment.put("text", text(vote.span(), values));
            }
        }
        return list;
    }

    /** The most usual of the texts of those segments that cover most of this one. */
    private String text(Span merged, List<Given> values) {
        var texts = new TreeMap<String, String>();
        for (Given given : values) {
            long most = 0;
            for (JsonNode own : given.answer()) {
                long common = Math.min(own.path("end").longValue(), merged.end())
                        - Math.max(own.path("start").longValue(), merged.start());
                if (common > most && own.path("label").asText(Shapes.NO_LABEL).equals(merged.label())) {
                    most = common;
                    texts.put(Likeness.name(given), own.path("text").asText());
                }
            }
        }
        return texts.isEmpty() ? "" : WeightedMedoid.choose(texts, weights).text();
    }

    @Override
    public boolean decidesLike(FieldResult earlier) {
        return earlier instanceof SpanResult same && same.weights().equals(weights);
    }

    static Learner learner(OutputField field, Controls controls) {
        return new WeightLearner(field, controls, METHOD, (weights, method) -> new SpanResult(field, weights, method));
    }
}
