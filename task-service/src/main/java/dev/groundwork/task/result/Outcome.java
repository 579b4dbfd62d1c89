package dev.groundwork.task.result;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.groundwork.task.aggregation.MajorityVote;
import dev.groundwork.task.aggregation.Verdict;
import dev.groundwork.task.spec.OutputField;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the answers to one property come to.
 *
 * @param value a label, a list of labels, a number or a text, by the kind of the property
 * @param votes how many answers say exactly this
 * @param share votes as a part of the answers that have the property, from 0 to 1
 * @param tie true when another value had as good a claim; left out otherwise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Outcome(
        @Schema(type = SchemaType.STRING) Object value,
        int votes,
        double share,
        @Nullable Boolean tie) {

    private static final double SHARE_DIGITS = 10_000;

    /** {@return one outcome for each property that any answer has, in the order of the schema} */
    static Map<String, Outcome> of(List<OutputField> fields, List<JsonNode> answers) {
        var outcomes = new LinkedHashMap<String, Outcome>();
        for (OutputField field : fields) {
            var values = new ArrayList<JsonNode>(answers.size());
            for (JsonNode answer : answers) {
                JsonNode value = answer.path(field.name());
                if (!value.isMissingNode()) {
                    values.add(value);
                }
            }
            vote(field, values).ifPresent(verdict -> outcomes.put(field.name(), of(verdict)));
        }
        return outcomes;
    }

    private static Optional<? extends Verdict<?>> vote(OutputField field, List<JsonNode> values) {
        return switch (field.kind()) {
            case CHOICE, BOOLEAN, RATING ->
                MajorityVote.choice(
                        field.labels(), values.stream().map(field::labelOf).toList());
            case MULTICHOICE ->
                MajorityVote.multichoice(
                        field.labels(), values.stream().map(Outcome::labelsIn).toList());
            case NUMBER ->
                MajorityVote.number(values.stream().map(JsonNode::decimalValue).toList());
            case TEXT, TRANSCRIPT ->
                MajorityVote.text(values.stream().map(JsonNode::asText).toList());
            // What is drawn, ordered or uploaded has no majority.
            case SPANS, BOXES, POLYGONS, KEYPOINTS, RANKING, PREFERENCE, CHAT_RATINGS, SEGMENTS, FILE ->
                Optional.empty();
        };
    }

    private static Outcome of(Verdict<?> verdict) {
        double share = Math.round(verdict.share() * SHARE_DIGITS) / SHARE_DIGITS;
        return new Outcome(verdict.value(), verdict.votes(), share, verdict.tie() ? Boolean.TRUE : null);
    }

    private static Set<String> labelsIn(JsonNode list) {
        var labels = new HashSet<String>();
        list.forEach(label -> labels.add(label.asText()));
        return labels;
    }
}
