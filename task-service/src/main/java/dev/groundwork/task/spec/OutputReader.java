package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Reads the output of a spec: what each property means, and the schema that answers are held to. */
final class OutputReader {

    private static final int MOST_LABELS = 1000;
    private static final int MOST_CLASSES_OF_A_SCALE = 101;
    private static final int MOST_JOINTS = 200;
    private static final int MOST_DIMENSIONS = 20;

    private static final Set<String> WORDS_OF_ALL = Set.of("x-kind", "x-agree", "x-export");
    private static final Set<String> AGREE = Set.of("metric", "threshold", "tolerance");

    /** All that a schema may say where the kind alone decides the form of a value. */
    private static final Set<String> OF_FIXED_FORM =
            Set.of("type", "title", "description", "$comment", "examples", "minItems", "maxItems");

    private static final Set<String> SIDES = Set.of("width", "height");

    private final List<InputField> inputs;
    private final boolean stored;
    private final Faults faults;

    /** @param stored whether words that nobody knows were accepted before, and are to be passed over */
    OutputReader(List<InputField> inputs, boolean stored, Faults faults) {
        this.inputs = inputs;
        this.stored = stored;
        this.faults = faults;
    }

    /**
     * Reads one property.
     *
     * @param schema as written; what the kind implies is written out in it
     * @return what was understood of it, or nothing where even the kind is unclear
     */
    List<OutputField> read(String name, ObjectNode schema, boolean required, String at) {
        var known = OutputKind.of(schema.path("x-kind").asText(""));
        if (known.isEmpty()) {
            faults.add(at + "/x-kind", "must say what the answer means: one of " + OutputKind.allInWords());
            return List.of();
        }
        var kind = known.get();
        int before = faults.count();
        checkKeywords(kind, schema, at);
        var labels = labels(kind, schema, at);
        checkWords(kind, schema, at);
        var agree = agreement(kind, schema.path("x-agree"), at + "/x-agree");
        checkExports(kind, schema.path("x-export"), at + "/x-export");
        if (faults.count() == before) {
            ValueSchema.complete(kind, schema, labels);
        }
        return List.of(new OutputField(name, kind, required, labels, agree, schema));
    }

    private static Set<String> words(OutputKind kind) {
        return switch (kind) {
            case CHOICE, MULTICHOICE, RATING -> Set.of("x-labels");
            case BOOLEAN, NUMBER, TEXT, FILE -> Set.of();
            case TRANSCRIPT -> Set.of("x-of");
            case SPANS -> Set.of("x-labels", "x-of");
            case BOXES, POLYGONS -> Set.of("x-labels", "x-of", "x-size");
            case KEYPOINTS -> Set.of("x-labels", "x-of", "x-size", "x-joints");
            case RANKING -> Set.of("x-labels", "x-of");
            case PREFERENCE -> Set.of("x-labels", "x-ties", "x-dimensions", "x-rationale", "x-items");
            case CHAT_RATINGS -> Set.of("x-labels", "x-of");
            case SEGMENTS -> Set.of("x-labels", "x-of", "x-duration", "x-text");
        };
    }

    private void checkKeywords(OutputKind kind, ObjectNode schema, String at) {
        var own = words(kind);
        boolean scaled = kind == OutputKind.CHAT_RATINGS;
        for (var keyword : schema.properties()) {
            String word = keyword.getKey();
            String here = Pointers.child(at, word);
            if (word.startsWith("x-")) {
                if (!stored && !WORDS_OF_ALL.contains(word) && !own.contains(word)) {
                    faults.add(here, "is not a word that x-kind " + kind.word() + " knows");
                }
            } else if (kind.isStructured()
                    && !OF_FIXED_FORM.contains(word)
                    && !(scaled && (word.equals("minimum") || word.equals("maximum")))) {
                faults.add(here, "is not taken: the form of x-kind " + kind.word() + " is fixed");
            }
        }
        checkType(kind, schema, at);
    }

    private void checkType(OutputKind kind, ObjectNode schema, String at) {
        boolean named = schema.has("enum") || schema.has("x-labels");
        String usual = kind == OutputKind.RATING && named ? "string" : kind.type();
        if (!schema.has("type")) {
            schema.put("type", usual);
            return;
        }
        String type = schema.path("type").asText();
        boolean fits = type.equals(usual) || (kind == OutputKind.NUMBER && type.equals("integer"));
        if (!fits) {
            faults.add(at + "/type", "must be " + usual + " for this x-kind");
        }
    }

    private List<String> labels(OutputKind kind, ObjectNode schema, String at) {
        return switch (kind) {
            case CHOICE -> labels(schema, schema, at);
            case MULTICHOICE -> {
                ObjectNode items = schema.path("items") instanceof ObjectNode given ? given : schema.putObject("items");
                if (!items.has("type")) {
                    items.put("type", "string");
                } else if (!items.path("type").asText().equals("string")) {
                    faults.add(at + "/items/type", "must be string for this x-kind");
                }
                yield labels(items, schema, at + "/items");
            }
            case BOOLEAN -> List.of("false", "true");
            case RATING ->
                schema.has("enum") || schema.has("x-labels") ? labels(schema, schema, at) : scale(schema, at);
            case NUMBER, TEXT, TRANSCRIPT, FILE -> List.of();
            case SPANS, BOXES, POLYGONS, KEYPOINTS ->
                some(faults.texts(schema.path("x-labels"), MOST_LABELS, at + "/x-labels"), at + "/x-labels");
            case RANKING -> candidates(schema, at);
            case PREFERENCE -> sides(schema, at);
            case CHAT_RATINGS -> {
                var unused = scale(schema, at);
                yield faults.texts(schema.path("x-labels"), MOST_LABELS, at + "/x-labels");
            }
            case SEGMENTS -> faults.texts(schema.path("x-labels"), MOST_LABELS, at + "/x-labels");
        };
    }

    /** Labels stand in the enum of the schema or, shorter, in the x-labels of the property. */
    private List<String> labels(ObjectNode values, ObjectNode property, String at) {
        var list = values.has("enum") ? values.path("enum") : property.path("x-labels");
        return some(faults.texts(list, MOST_LABELS, at + "/enum"), at + "/enum");
    }

    private List<String> some(List<String> labels, String at) {
        if (labels.isEmpty()) {
            faults.add(at, "must list the labels to choose from");
        }
        return labels;
    }

    private List<String> scale(ObjectNode schema, String at) {
        int before = faults.count();
        faults.checkWholeNumber(schema, "minimum", -1000, 1000, at);
        faults.checkWholeNumber(schema, "maximum", -1000, 1000, at);
        if (faults.count() > before) {
            return List.of();
        }
        int lowest = schema.path("minimum").asInt(ValueSchema.LOWEST_RATING);
        int highest = schema.path("maximum").asInt(ValueSchema.HIGHEST_RATING);
        if (highest <= lowest || highest - lowest >= MOST_CLASSES_OF_A_SCALE) {
            faults.add(
                    at + "/maximum",
                    "must be above the minimum, %d, by at most %d".formatted(lowest, MOST_CLASSES_OF_A_SCALE - 1));
            return List.of();
        }
        return IntStream.rangeClosed(lowest, highest)
                .mapToObj(Integer::toString)
                .toList();
    }

    private List<String> candidates(ObjectNode schema, String at) {
        if (schema.has("x-labels") == schema.has("x-of")) {
            faults.add(
                    at + "/x-of",
                    "must point at the candidates in the input, or x-labels must list candidates that are always the same");
            return List.of();
        }
        var labels = faults.texts(schema.path("x-labels"), MOST_LABELS, at + "/x-labels");
        if (labels.size() == 1) {
            faults.add(at + "/x-labels", "must list at least two candidates");
        }
        return labels;
    }

    private List<String> sides(ObjectNode schema, String at) {
        if (!schema.has("x-labels")) {
            schema.putArray("x-labels").add("a").add("b");
        }
        var labels = faults.texts(schema.path("x-labels"), MOST_LABELS, at + "/x-labels");
        if (labels.size() < 2) {
            faults.add(at + "/x-labels", "must list at least two sides to prefer");
        }
        if (labels.contains(TaskSpec.TIE)) {
            faults.add(at + "/x-labels", "must not hold \"tie\": x-ties says whether there may be one");
        }
        return labels;
    }

    private void checkWords(OutputKind kind, ObjectNode schema, String at) {
        checkReference(schema.path("x-of"), at + "/x-of");
        switch (kind) {
            case SPANS -> {
                if (!schema.has("x-of")) {
                    faults.add(at + "/x-of", "must point at the text in the input that the offsets count in");
                }
            }
            case KEYPOINTS -> {
                var joints = faults.texts(schema.path("x-joints"), MOST_JOINTS, at + "/x-joints");
                if (joints.isEmpty()) {
                    faults.add(at + "/x-joints", "must list the joints of the skeleton in their order");
                }
                checkSize(schema.path("x-size"), at + "/x-size");
            }
            case BOXES, POLYGONS -> checkSize(schema.path("x-size"), at + "/x-size");
            case PREFERENCE -> {
                faults.checkFlag(schema, "x-ties", at);
                faults.checkWord(schema, "x-rationale", List.of("none", "optional", "required"), at);
                var unused = faults.texts(schema.path("x-dimensions"), MOST_DIMENSIONS, at + "/x-dimensions");
                checkItems(schema, at);
            }
            case SEGMENTS -> {
                faults.checkFlag(schema, "x-text", at);
                checkMeasure(schema.path("x-duration"), at + "/x-duration");
                if (!schema.has("x-labels") && !schema.path("x-text").asBoolean()) {
                    faults.add(at + "/x-labels", "must list labels, or x-text must be true: a segment says something");
                }
            }
            default -> {
                // Has no words of its own beyond labels.
            }
        }
    }

    /** Says for each side which item it is: what stands on it in one task may stand on another in the next. */
    private void checkItems(ObjectNode schema, String at) {
        JsonNode items = schema.path("x-items");
        if (items.isMissingNode()) {
            return;
        }
        for (JsonNode side : schema.path("x-labels")) {
            if (!items.has(side.asText())) {
                faults.add(
                        at + "/x-items",
                        "must say for every side, also " + side.asText() + ", which item of the input it is");
                return;
            }
        }
        for (var item : items.properties()) {
            checkReference(item.getValue(), Pointers.child(at + "/x-items", item.getKey()));
        }
        if (items.size() != schema.path("x-labels").size()) {
            faults.add(at + "/x-items", "must name the sides and nothing else");
        }
    }

    private void checkSize(JsonNode size, String at) {
        if (size.isMissingNode()) {
            return;
        }
        if (!size.isObject() || !size.has("width") || !size.has("height")) {
            faults.add(at, "must be {\"width\": …, \"height\": …}, each a number of pixels or {\"$in\": …}");
            return;
        }
        faults.refuseUnknown(size, SIDES, at);
        checkMeasure(size.path("width"), at + "/width");
        checkMeasure(size.path("height"), at + "/height");
    }

    private void checkMeasure(JsonNode measure, String at) {
        if (measure.isMissingNode()) {
            return;
        }
        if (measure.isNumber()) {
            if (measure.doubleValue() <= 0) {
                faults.add(at, "must be above 0");
            }
            return;
        }
        checkReference(measure, at);
    }

    private void checkReference(JsonNode reference, String at) {
        if (!reference.isMissingNode()) {
            InputReferences.checkReference(reference, inputs, at, faults);
        }
    }

    private AgreementRule agreement(OutputKind kind, JsonNode agree, String at) {
        var usual = kind.agreement();
        if (agree.isMissingNode()) {
            return usual;
        }
        if (!agree.isObject()) {
            faults.add(
                    at,
                    "must be an object such as {\"metric\": \"%s\"}"
                            .formatted(usual.metric().word()));
            return usual;
        }
        faults.refuseUnknown(agree, AGREE, at);
        var metric = usual.metric();
        if (agree.has("metric")) {
            var named = Metric.of(agree.path("metric").asText());
            if (named.isEmpty() || !kind.allows(named.get())) {
                faults.add(
                        at + "/metric", "must be one of those of x-kind " + kind.word() + ": " + kind.metricsInWords());
                return usual;
            }
            metric = named.get();
        }
        double threshold = metric == usual.metric() ? usual.threshold() : metric == Metric.F1 ? 0.8 : 1;
        if (agree.has("threshold")) {
            threshold = agree.path("threshold").asDouble(-1);
            if (!agree.path("threshold").isNumber() || !(threshold > 0 && threshold <= 1)) {
                faults.add(at + "/threshold", "must be a number above 0, at most 1");
                return usual;
            }
        }
        if (!agree.has("tolerance")) {
            return new AgreementRule(metric, threshold, null);
        }
        double tolerance = agree.path("tolerance").asDouble(-1);
        if (metric != Metric.TOLERANCE
                || !agree.path("tolerance").isNumber()
                || !(tolerance > 0)
                || Double.isInfinite(tolerance)) {
            faults.add(at + "/tolerance", "must be a positive distance, and belongs to the metric tolerance");
            return usual;
        }
        return new AgreementRule(metric, threshold, tolerance);
    }

    private void checkExports(OutputKind kind, JsonNode exports, String at) {
        if (exports.isMissingNode()) {
            return;
        }
        if (!exports.isArray()) {
            faults.add(at, "must be a list of exports such as [\"jsonl\"]");
            return;
        }
        var seen = new HashSet<String>();
        var refused = new ArrayList<String>();
        for (int i = 0; i < exports.size(); i++) {
            String export = exports.get(i).asText();
            if (!exports.get(i).isTextual() || !kind.goesTo(export)) {
                refused.add(Pointers.child(at, i));
            } else if (!seen.add(export)) {
                faults.add(Pointers.child(at, i), "is in the list already");
            }
        }
        refused.forEach(pointer -> faults.add(pointer, "is no export that has a place for x-kind " + kind.word()));
    }
}
