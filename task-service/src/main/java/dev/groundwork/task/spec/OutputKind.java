package dev.groundwork.task.spec;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What an output property means; validation, aggregation and export all follow from it. */
public enum OutputKind {
    /** One label of a closed list. */
    CHOICE,
    /** Any number of labels of a closed list. */
    MULTICHOICE,
    /** A number. */
    NUMBER,
    /** Free text. */
    TEXT;

    /** Kinds of TaskSpec v1 that this release does not take yet. */
    static final Set<String> LATER = Set.of(
            "boolean",
            "rating",
            "transcript",
            "spans",
            "boxes",
            "polygons",
            "keypoints",
            "ranking",
            "preference",
            "chat-ratings",
            "segments",
            "file");

    static final String SUPPORTED = "choice, multichoice, number, text";

    /** {@return the name in a document's {@code x-kind}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
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
