package dev.groundwork.task.export.format;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.groundwork.task.export.archive.ZipArchive;

/** What a format could not carry over, counted by reason, with the first few tasks by name. */
public final class Notes {

    private static final int MOST_NAMED = 10;

    private final Map<Reason, List<String>> named = new TreeMap<>();
    private final Map<Reason, Long> counts = new TreeMap<>();

    /** Why something is missing from an export. */
    public enum Reason {
        IMAGE_SIZE_UNKNOWN(
                "image-size-unknown", "left out: the format needs the size of the picture, which is not known"),
        IMAGE_MISSING("image-missing", "left out: the task shows no picture"),
        TEXT_MISSING("text-missing", "left out: the task shows no text"),
        RESULT_BEHIND("result-behind", "answers came or went of late that the result does not know of yet"),
        NO_RESULT("no-result", "left out: there is no result yet"),
        OVERLAPPING_SPANS(
                "overlapping-spans", "the shorter of two overlapping spans is left out: one word has one tag"),
        SPAN_OUTSIDE_TEXT("span-outside-text", "a span that reaches beyond the text is left out"),
        NO_PREFERENCE(
                "no-preference", "left out: the answers are a tie or undecided, so nothing is chosen or rejected"),
        NO_CONVERSATION("no-conversation", "left out: the task holds no list of messages");

        private final String code;
        private final String detail;

        Reason(String code, String detail) {
            this.code = code;
            this.detail = detail;
        }

        public String code() {
            return code;
        }
    }

    /**
     * One reason.
     *
     * @param count how many tasks or parts of tasks it befell
     * @param externalIds the first of the tasks
     */
    public record Note(String code, String detail, long count, List<String> externalIds) {}

    /** Counts a task, and keeps its name when it is one of the first. */
    public void add(Reason reason, String externalId) {
        counts.merge(reason, 1L, Long::sum);
        List<String> names = named.computeIfAbsent(reason, key -> new ArrayList<>());
        if (names.size() < MOST_NAMED && !names.contains(externalId)) {
            names.add(externalId);
        }
    }

    /** {@return the notes in a fixed order} */
    public List<Note> list() {
        return counts.entrySet().stream()
                .map(entry -> new Note(
                        entry.getKey().code,
                        entry.getKey().detail,
                        entry.getValue(),
                        List.copyOf(named.getOrDefault(entry.getKey(), List.of()))))
                .toList();
    }

    /** Adds the notes to an archive as notes.txt; nothing where there are none. */
    void addTo(ZipArchive archive) throws IOException {
        String text = text();
        if (!text.isEmpty()) {
            archive.add("notes.txt", text);
        }
    }

    private String text() {
        var text = new StringBuilder();
        for (Note note : list()) {
            text.append(note.code())
                    .append(" (")
                    .append(note.count())
                    .append("): ")
                    .append(note.detail())
                    .append("\n    ")
                    .append(String.join(", ", note.externalIds()))
                    .append(note.count() > note.externalIds().size() ? ", …\n" : "\n");
        }
        return text.toString();
    }
}
