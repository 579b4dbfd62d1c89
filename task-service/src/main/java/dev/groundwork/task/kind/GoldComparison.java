package dev.groundwork.task.kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.truth.answer.WorkerWeights;
import dev.groundwork.truth.pairwise.Rankings;
import dev.groundwork.truth.shape.Consensus;
import dev.groundwork.truth.shape.ConsensusRule;
import dev.groundwork.truth.shape.Geometry;
import dev.groundwork.truth.shape.Labelled;
import dev.groundwork.truth.shape.ObjectMatch;
import dev.groundwork.truth.shape.Skeleton;
import dev.groundwork.truth.shape.SpanOverlap;
import dev.groundwork.truth.text.WordDistance;
import dev.groundwork.truth.text.Words;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * How far an answer is right, next to one that is known to be right; both valid against the schema. The same measure tells how
 * far two answers agree.
 */
public final class GoldComparison {

    /** How alike two shapes must be to be one object at all, where the likeness itself is what counts. */
    private static final ConsensusRule ANY_OVERLAP = new ConsensusRule(0.1, 0, 1);

    private static final double SAME_OBJECT = 0.5;

    /** Placements of a joint a tenth of the object apart are 0.61 alike. */
    private static final double JOINT_FALLOFF = 0.1;

    private static final double USUAL_TOLERANCE = 0.05;

    private GoldComparison() {}

    /** {@return skeletons as they are compared everywhere} */
    public static Geometry<Skeleton> skeletons() {
        return Geometry.skeletons(JOINT_FALLOFF);
    }

    /**
     * How far one property is right, by its {@code x-agree} or what is usual for its kind.
     *
     * @param gold the right value of the property; missing where nothing is the right answer
     * @param answer the value to judge; missing where the answer leaves it out
     * @return 0 to 1, never NaN
     */
    public static double score(OutputField field, JsonNode gold, JsonNode answer) {
        if (isAbsent(gold) || isAbsent(answer)) {
            return isAbsent(gold) && isAbsent(answer) ? 1 : 0;
        }
        double score =
                switch (field.agree().metric()) {
                    case EXACT -> exact(field, gold, answer);
                    case JACCARD -> jaccard(labels(gold), labels(answer));
                    case ORDINAL ->
                        field.kind() == OutputKind.CHAT_RATINGS
                                ? turns(field, gold, answer)
                                : ordinal(field, gold, answer);
                    case TOLERANCE -> tolerance(field, gold.doubleValue(), answer.doubleValue());
                    case WORDS -> WordDistance.similarity(Words.of(gold.asText()), Words.of(answer.asText()));
                    case F1 -> f1(field.kind(), gold, answer);
                    case IOU, OKS -> likeness(field.kind(), gold, answer);
                    case KENDALL -> kendall(texts(gold), texts(answer));
                    case DIMENSIONS -> dimensions(gold, answer);
                };
        return Math.clamp(score, 0, 1);
    }

    /**
     * Whether an answer is right: every property that the right answer holds reaches its threshold. What the right answer
     * leaves out, such as the reason for a choice, is not looked at.
     */
    public static boolean matches(TaskSpec spec, JsonNode gold, JsonNode answer) {
        for (OutputField field : spec.outputs()) {
            JsonNode right = gold.path(field.name());
            if (!isAbsent(right) && !field.agree().isMetBy(score(field, right, answer.path(field.name())))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAbsent(JsonNode value) {
        return value.isMissingNode() || value.isNull();
    }

    private static double exact(OutputField field, JsonNode gold, JsonNode answer) {
        return switch (field.kind()) {
            case CHOICE, BOOLEAN, RATING -> same(field.labelOf(gold), field.labelOf(answer));
            case MULTICHOICE -> same(labels(gold), labels(answer));
            case NUMBER -> gold.decimalValue().compareTo(answer.decimalValue()) == 0 ? 1 : 0;
            case TEXT, TRANSCRIPT -> same(PlainText.of(gold.asText()), PlainText.of(answer.asText()));
            case SPANS, SEGMENTS -> sameItems(Shapes.spans(gold), Shapes.spans(answer));
            case BOXES -> sameItems(Shapes.boxes(gold), Shapes.boxes(answer));
            case POLYGONS -> sameItems(Shapes.polygons(gold), Shapes.polygons(answer));
            case KEYPOINTS -> sameItems(Shapes.skeletons(gold), Shapes.skeletons(answer));
            case RANKING -> same(texts(gold), texts(answer));
            case PREFERENCE ->
                sameSide(gold.path("choice").asText(), answer.path("choice").asText());
            case CHAT_RATINGS -> {
                var own = ratings(answer);
                yield meanOverTurns(gold, (turn, rating) -> Objects.equals(own.get(turn), rating) ? 1 : 0);
            }
            case FILE -> same(gold.asText(), answer.asText());
        };
    }

    private static double same(Object gold, Object answer) {
        return gold.equals(answer) ? 1 : 0;
    }

    /** Twice the items that are in both over all items; 1 where both say that there is nothing. */
    private static <T> double sameItems(List<T> gold, List<T> answer) {
        if (gold.isEmpty() && answer.isEmpty()) {
            return 1;
        }
        var left = new ArrayList<>(answer);
        long same = gold.stream().filter(left::remove).count();
        return 2.0 * same / (gold.size() + answer.size());
    }

    private static double sameSide(String gold, String answer) {
        if (gold.equals(answer)) {
            return 1;
        }
        return gold.equals(TaskSpec.TIE) || answer.equals(TaskSpec.TIE) ? 0.5 : 0;
    }

    private static double jaccard(Set<String> gold, Set<String> answer) {
        var all = new HashSet<>(gold);
        all.addAll(answer);
        if (all.isEmpty()) {
            return 1;
        }
        long common = gold.stream().filter(answer::contains).count();
        return (double) common / all.size();
    }

    private static double ordinal(OutputField field, JsonNode gold, JsonNode answer) {
        int right = field.classOf(gold);
        int given = field.classOf(answer);
        if (right == OutputField.NO_CLASS || given == OutputField.NO_CLASS) {
            return 0;
        }
        return near(right, given, field.labels().size() - 1);
    }

    private static double near(int one, int other, int length) {
        return length <= 0 ? 1 : 1 - (double) Math.abs(one - other) / length;
    }

    private static double turns(OutputField field, JsonNode gold, JsonNode answer) {
        var own = ratings(answer);
        int length = field.highest() - field.lowest();
        return meanOverTurns(gold, (turn, rating) -> {
            Integer given = own.get(turn);
            return given == null ? 0 : near(rating, given, length);
        });
    }

    private interface TurnScore {
        double of(int turn, int rating);
    }

    private static double meanOverTurns(JsonNode gold, TurnScore score) {
        double sum = 0;
        var right = ratings(gold);
        for (var rated : right.entrySet()) {
            sum += score.of(rated.getKey(), rated.getValue());
        }
        return right.isEmpty() ? 1 : sum / right.size();
    }

    private static Map<Integer, Integer> ratings(JsonNode value) {
        var ratings = new HashMap<Integer, Integer>();
        value.forEach(item ->
                ratings.put(item.path("turn").intValue(), item.path("rating").intValue()));
        return ratings;
    }

    private static double tolerance(OutputField field, double gold, double answer) {
        double distance = Math.abs(gold - answer);
        if (distance == 0) {
            return 1;
        }
        Double stated = field.agree().tolerance();
        double allowed = stated != null ? stated : USUAL_TOLERANCE * range(field.schema(), gold);
        return allowed == 0 || !Double.isFinite(distance) ? 0 : 1 / (1 + distance / allowed);
    }

    private static double range(JsonNode schema, double gold) {
        if (schema.path("minimum").isNumber() && schema.path("maximum").isNumber()) {
            return schema.path("maximum").doubleValue() - schema.path("minimum").doubleValue();
        }
        return Math.abs(gold);
    }

    private static double f1(OutputKind kind, JsonNode gold, JsonNode answer) {
        return switch (kind) {
            case BOXES ->
                ObjectMatch.between(Shapes.boxes(gold), Shapes.boxes(answer), Geometry.boxes(), SAME_OBJECT)
                        .f1();
            case POLYGONS ->
                ObjectMatch.between(Shapes.polygons(gold), Shapes.polygons(answer), Geometry.polygons(), SAME_OBJECT)
                        .f1();
            case KEYPOINTS ->
                ObjectMatch.between(Shapes.skeletons(gold), Shapes.skeletons(answer), skeletons(), SAME_OBJECT)
                        .f1();
            default ->
                SpanOverlap.between(Shapes.spans(gold), Shapes.spans(answer)).f1();
        };
    }

    private static double likeness(OutputKind kind, JsonNode gold, JsonNode answer) {
        return switch (kind) {
            case POLYGONS -> likeness(Shapes.polygons(gold), Shapes.polygons(answer), Geometry.polygons());
            case KEYPOINTS -> likeness(Shapes.skeletons(gold), Shapes.skeletons(answer), skeletons());
            default -> likeness(Shapes.boxes(gold), Shapes.boxes(answer), Geometry.boxes());
        };
    }

    /** Twice the sum of the likenesses of matched shapes with equal labels over the number of all shapes. */
    private static <S> double likeness(List<Labelled<S>> gold, List<Labelled<S>> answer, Geometry<S> geometry) {
        if (gold.isEmpty() && answer.isEmpty()) {
            return 1;
        }
        var both = new TreeMap<String, List<Labelled<S>>>();
        both.put("answer", answer);
        both.put("gold", gold);
        double sum = 0;
        for (var object :
                Consensus.of(both, geometry, WorkerWeights.EQUAL, ANY_OVERLAP).objects()) {
            long labels = object.votes().values().stream()
                    .map(Labelled::label)
                    .distinct()
                    .count();
            if (object.votes().size() == 2 && labels == 1) {
                sum += object.similarity().orElse(0);
            }
        }
        return 2 * sum / (gold.size() + answer.size());
    }

    private static double kendall(List<String> gold, List<String> answer) {
        var tau = Rankings.kendallTau(gold, answer);
        return tau.isPresent() ? (tau.getAsDouble() + 1) / 2 : same(gold, answer);
    }

    private static double dimensions(JsonNode gold, JsonNode answer) {
        double sum =
                sameSide(gold.path("choice").asText(), answer.path("choice").asText());
        int parts = 1;
        for (var dimension : gold.path("dimensions").properties()) {
            JsonNode given = answer.path("dimensions").path(dimension.getKey());
            sum += given.isMissingNode() ? 0 : sameSide(dimension.getValue().asText(), given.asText());
            parts++;
        }
        return sum / parts;
    }

    private static Set<String> labels(JsonNode list) {
        return new HashSet<>(texts(list));
    }

    private static List<String> texts(JsonNode list) {
        var texts = new ArrayList<String>(list.size());
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
