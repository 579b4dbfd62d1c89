package dev.groundwork.demo.crowd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.fasterxml.jackson.databind.JsonNode;

/** What the answers of a crowd are: how a job asks for one, and how one is written and read. */
public enum Kind {
    /** One of a few labels. */
    CHOICE("choice", "field.choice", "Choose the one that fits best."),

    /** Which of two sides is better, or neither. */
    PREFERENCE("preference", "field.preference", "Say which of the two is better."),

    /** What is said in a recording, word by word. */
    TRANSCRIPT("transcript", "field.transcript", "Write down what is said.");

    /** What a recording of pairs calls the two sides and neither. */
    private static final Set<String> SIDES = Set.of("left", "right");

    private static final String NEITHER = "equal";
    private static final String TIE = "tie";
    private static final String CHOSEN = "choice";

    /** More different answers than this are no labels but texts. */
    private static final int MOST_LABELS = 100;

    private final String word;
    private final String field;
    private final String instruction;

    Kind(String word, String field, String instruction) {
        this.word = word;
        this.field = field;
        this.instruction = instruction;
    }

    /** {@return what answers are that say one of these} */
    static Kind of(Set<String> said) {
        if (said.size() > MOST_LABELS) {
            return TRANSCRIPT;
        }
        var besides = new ArrayList<>(said);
        besides.removeAll(SIDES);
        besides.remove(NEITHER);
        return besides.isEmpty() && said.containsAll(SIDES) ? PREFERENCE : CHOICE;
    }

    /** {@return the name in a job's TaskSpec} */
    public String word() {
        return word;
    }

    /** {@return what the worker is told} */
    public String instruction() {
        return instruction;
    }

    /** {@return whether two people who say the same say one of a few labels} */
    public boolean isCounted() {
        return this != TRANSCRIPT;
    }

    /** {@return the schema of the property that holds the answer} */
    public Map<String, Object> schema(List<String> labels) {
        return switch (this) {
            case CHOICE -> Map.of("type", "string", "enum", labels, "x-kind", word);
            case PREFERENCE ->
                Map.of(
                        "x-kind",
                        word,
                        "x-labels",
                        labels.stream().filter(SIDES::contains).toList(),
                        "x-ties",
                        labels.contains(NEITHER),
                        "x-rationale",
                        "none");
            case TRANSCRIPT -> Map.of("x-kind", word);
        };
    }

    /** {@return the field that a worker fills in at that JSON pointer} */
    public Map<String, Object> block(String out) {
        var block = new LinkedHashMap<String, Object>();
        block.put("type", field);
        block.put("out", out);
        block.put("required", true);
        if (isCounted()) {
            block.put("style", "buttons");
        }
        return block;
    }

    /** {@return what the recording says, as the value of an answer} */
    public Object write(String said) {
        return this == PREFERENCE ? Map.of(CHOSEN, said.equals(NEITHER) ? TIE : said) : said;
    }

    /** {@return the value of an answer, as the recording would say it} */
    public String read(JsonNode value) {
        if (this != PREFERENCE) {
            return value.asText();
        }
        var chosen = value.path(CHOSEN).asText();
        return chosen.equals(TIE) ? NEITHER : chosen;
    }
}
