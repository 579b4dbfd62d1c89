package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import com.fasterxml.jackson.databind.JsonNode;

/** What is wrong with a document, collected while it is read, and the checks that many parts of it share. */
final class Faults {

    private final List<FieldError> all = new ArrayList<>();

    void add(String pointer, String detail) {
        all.add(new FieldError(pointer, detail));
    }

    List<FieldError> list() {
        return all;
    }

    int count() {
        return all.size();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    void refuseUnknown(JsonNode object, Set<String> known, String at) {
        for (var member : object.properties()) {
            if (!known.contains(member.getKey())) {
                add(Pointers.child(at, member.getKey()), "is not a member that TaskSpec v1 knows");
            }
        }
    }

    /** A text, or one text for each language. */
    void checkTexts(JsonNode texts, String at) {
        if (texts.isTextual()) {
            return;
        }
        if (!texts.isObject() || texts.isEmpty()) {
            add(at, "must be a text, or an object of texts by language such as {\"en\": \"…\"}");
            return;
        }
        for (var text : texts.properties()) {
            if (!text.getValue().isTextual()) {
                add(Pointers.child(at, text.getKey()), "must be a text");
            }
        }
    }

    void checkFlag(JsonNode parent, String name, String at) {
        JsonNode flag = parent.path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            add(Pointers.child(at, name), "must be true or false");
        }
    }

    void checkWholeNumber(JsonNode parent, String name, int least, int most, String at) {
        JsonNode number = parent.path(name);
        if (!number.isMissingNode()
                && !(number.isIntegralNumber()
                        && number.canConvertToInt()
                        && number.intValue() >= least
                        && number.intValue() <= most)) {
            add(Pointers.child(at, name), "must be a whole number from %d to %d".formatted(least, most));
        }
    }

    void checkWord(JsonNode parent, String name, List<String> words, String at) {
        JsonNode word = parent.path(name);
        if (!word.isMissingNode() && !(word.isTextual() && words.contains(word.textValue()))) {
            add(Pointers.child(at, name), "must be one of: " + String.join(", ", words));
        }
    }

    /** {@return the texts of a list, none of them blank or there twice} */
    List<String> texts(JsonNode list, int most, String at) {
        var texts = new ArrayList<String>();
        var seen = new HashSet<String>();
        if (!list.isMissingNode() && !list.isArray()) {
            add(at, "must be a list of texts");
            return texts;
        }
        for (JsonNode item : list) {
            String here = Pointers.child(at, texts.size());
            if (!item.isTextual() || item.textValue().isBlank()) {
                add(here, "must be a text: labels are texts");
                return texts;
            }
            if (!seen.add(item.textValue())) {
                add(here, "is in the list already");
            }
            texts.add(item.textValue());
            if (texts.size() > most) {
                add(at, "has more than " + most + " labels");
                return texts;
            }
        }
        return texts;
    }

    InvalidRequest refusal() {
        FieldError first = all.getFirst();
        return new InvalidRequest(
                "invalid-task-spec",
                "The task spec cannot be used: " + first.pointer() + " " + first.detail()
                        + (all.size() > 1 ? " (and " + (all.size() - 1) + " more, listed in errors)" : "")
                        + ".",
                List.copyOf(all));
    }
}
