package dev.groundwork.task.spec;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * What an output property means: the one table from which follows everything that is done with its values.
 *
 * <p>A row says which JSON a value is, how several answers become one, how two values are compared where {@code x-agree} says
 * nothing, how else they may be compared, and which exports are made for it besides those that take every kind.
 * {@link ValueSchema} writes down the form of each kind, {@code kind.GoldComparison} reads the measures and {@code aggregation}
 * the ways to a result.
 */
public enum OutputKind {
    /** One label of a closed list. */
    CHOICE("string", Consensus.CATEGORICAL, Metric.EXACT, 1, null, ""),

    /** Any number of labels of a closed list. */
    MULTICHOICE("array", Consensus.LABEL_SET, Metric.JACCARD, 0.75, Metric.EXACT, ""),

    /** Yes or no. */
    BOOLEAN("boolean", Consensus.CATEGORICAL, Metric.EXACT, 1, null, ""),

    /** A place on an ordered scale: a whole number, or a label of an ordered list. */
    RATING("integer", Consensus.ORDINAL, Metric.ORDINAL, 0.75, Metric.EXACT, ""),

    /** A number. */
    NUMBER("number", Consensus.NUMBER, Metric.TOLERANCE, 0.5, Metric.EXACT, ""),

    /** Free text. */
    TEXT("string", Consensus.TEXT, Metric.WORDS, 0.8, Metric.EXACT, ""),

    /** What is said in a recording, word by word. */
    TRANSCRIPT("string", Consensus.TEXT, Metric.WORDS, 0.85, Metric.EXACT, ""),

    /** Labelled stretches of a text, counted in Unicode code points, with the hash of the text. */
    SPANS("object", Consensus.SPANS, Metric.F1, 0.8, Metric.EXACT, "conll"),

    /** Labelled upright rectangles, in pixels. */
    BOXES("array", Consensus.SHAPES, Metric.IOU, 0.5, Metric.F1, "coco yolo"),

    /** Labelled outlines, in pixels. */
    POLYGONS("array", Consensus.SHAPES, Metric.IOU, 0.5, Metric.F1, "coco yolo"),

    /** Labelled skeletons: a box and the joints in a fixed order, each absent, hidden or visible. */
    KEYPOINTS("array", Consensus.SHAPES, Metric.OKS, 0.5, Metric.F1, "coco yolo"),

    /** The candidates of the task from the best to the worst. */
    RANKING("array", Consensus.RANKING, Metric.KENDALL, 0.8, Metric.EXACT, ""),

    /** Which of two or more is better, overall and by dimension, and why. */
    PREFERENCE("object", Consensus.PREFERENCE, Metric.EXACT, 1, Metric.DIMENSIONS, ""),

    /** A rating for each turn of a conversation. */
    CHAT_RATINGS("array", Consensus.TURNS, Metric.ORDINAL, 0.75, Metric.EXACT, ""),

    /** Stretches of a recording, in milliseconds, with a label, a text or both. */
    SEGMENTS("array", Consensus.SPANS, Metric.F1, 0.8, Metric.EXACT, ""),

    /** An uploaded medium. */
    FILE("string", Consensus.LIST, Metric.EXACT, 1, null, "");

    /** Exports that take every kind. */
    private static final Set<String> EXPORTS_OF_ALL = Set.of("jsonl", "csv", "parquet", "label-studio", "hugging-face");

    private static final Pattern SPACE = Pattern.compile(" ");

    private final String type;
    private final Consensus consensus;
    private final Metric metric;
    private final double threshold;
    private final @Nullable Metric otherMetric;
    private final String exports;

    OutputKind(
            String type,
            Consensus consensus,
            Metric metric,
            double threshold,
            @Nullable Metric otherMetric,
            String exports) {
        this.type = type;
        this.consensus = consensus;
        this.metric = metric;
        this.threshold = threshold;
        this.otherMetric = otherMetric;
        this.exports = exports;
    }

    /** {@return the name in a document's {@code x-kind}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** {@return the JSON type of a value, as JSON Schema names it} */
    public String type() {
        return type;
    }

    /** {@return how several answers become one} */
    public Consensus consensus() {
        return consensus;
    }

    /** {@return when two values say the same, where the spec does not tell} */
    public AgreementRule agreement() {
        return new AgreementRule(metric, threshold, null);
    }

    /** {@return whether values may be compared so} */
    public boolean allows(Metric measure) {
        return measure == metric || measure == otherMetric;
    }

    /** {@return whether that export has a place for values of this kind} */
    public boolean goesTo(String export) {
        return EXPORTS_OF_ALL.contains(export) || SPACE.splitAsStream(exports).anyMatch(export::equals);
    }

    /** {@return whether a value is one of a closed list of classes, {@link OutputField#labels()}} */
    public boolean isCategorical() {
        return consensus == Consensus.CATEGORICAL || consensus == Consensus.ORDINAL;
    }

    /** {@return whether a value says, whatever else is in it, one of a closed list of classes that can be counted} */
    public boolean isCounted() {
        return isCategorical() || this == PREFERENCE;
    }

    /** {@return whether a value is a list or an object whose form the kind alone decides} */
    boolean isStructured() {
        return (type.equals("array") || type.equals("object")) && this != MULTICHOICE;
    }

    /** {@return the metrics by which values may be compared, the usual one first} */
    String metricsInWords() {
        return metric.word() + (otherMetric == null ? "" : ", " + otherMetric.word());
    }

    static String allInWords() {
        return Arrays.stream(values()).map(OutputKind::word).collect(Collectors.joining(", "));
    }

    static Optional<OutputKind> of(String word) {
        for (OutputKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
