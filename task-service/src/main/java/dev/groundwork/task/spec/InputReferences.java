package dev.groundwork.task.spec;

import java.util.List;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;

/** Pointers from one part of a spec into the input of a task. */
final class InputReferences {

    private InputReferences() {}

    /** Adds a fault where a pointer is none, or leads to nothing that the input schema declares. */
    static void check(String pointer, List<InputField> inputs, String at, Faults faults) {
        if (!isPointer(pointer)) {
            faults.add(at, "is no JSON pointer: write it as \"/name\"");
        } else if (inputs.stream().noneMatch(field -> isAtOrBelow(pointer, Pointers.child("", field.name())))) {
            faults.add(at, "points at " + pointer + ", which is not a property of the input");
        }
    }

    /** Adds a fault where a value is no {@code {"$in": "/…"}}, or its pointer leads to nothing. */
    static void checkReference(JsonNode reference, List<InputField> inputs, String at, Faults faults) {
        JsonNode pointer = reference.path("$in");
        if (!pointer.isTextual() || reference.size() != 1) {
            faults.add(at, "must be {\"$in\": \"/…\"}, a pointer into the input");
            return;
        }
        check(pointer.textValue(), inputs, at + "/$in", faults);
    }

    static boolean isPointer(String text) {
        try {
            return !text.isEmpty() && !JsonPointer.compile(text).matches();
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    static boolean isAtOrBelow(String pointer, String parent) {
        return pointer.equals(parent) || pointer.startsWith(parent + "/");
    }
}
