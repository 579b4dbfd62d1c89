package dev.groundwork.task.spec;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** What no JSON Schema can say of a value: that it fits the task's input, and itself. */
final class ValueCheck {

    /** Rounding may put an edge half a pixel outside. */
    private static final double EDGE = 0.5;

    private final OutputField field;
    private final String at;
    private final Faults faults;

    private ValueCheck(OutputField field, Faults faults) {
        this.field = field;
        this.at = Pointers.child("", field.name());
        this.faults = faults;
    }

    /** {@return whether values of the property can only be checked next to the input} */
    static boolean needsInput(OutputField field) {
        JsonNode schema = field.schema();
        return field.about() != null
                || schema.path("x-size").toString().contains("$in")
                || schema.path("x-duration").has("$in");
    }

    /** Adds what is wrong with a value that fits its schema; the input may be a missing node. */
    static void check(OutputField field, JsonNode value, JsonNode input, Faults faults) {
        if (value.isMissingNode()) {
            return;
        }
        var check = new ValueCheck(field, faults);
        switch (field.kind()) {
            case SPANS -> check.spans(value, input);
            case SEGMENTS -> check.segments(value, input);
            case BOXES -> check.boxes(value, input);
            case POLYGONS -> check.polygons(value, input);
            case KEYPOINTS -> check.skeletons(value, input);
            case RANKING -> check.ranking(value, input);
            case CHAT_RATINGS -> check.turns(value, input);
            case CHOICE, MULTICHOICE, BOOLEAN, RATING, NUMBER, TEXT, TRANSCRIPT, PREFERENCE, FILE -> {
                // The schema says it all.
            }
        }
    }

    /** Adds what makes an input one that no answer of the property can be about. */
    static void checkInput(OutputField field, JsonNode input, Faults faults) {
        String about = field.about();
        if (about == null) {
            return;
        }
        JsonNode thing = input.at(about);
        if (thing.isMissingNode()) {
            faults.add(about, "is missing: " + field.name() + " of the answer is about it");
            return;
        }
        switch (field.kind()) {
            case SPANS -> {
                if (!thing.isTextual()) {
                    faults.add(about, "must be a text: " + field.name() + " of the answer marks parts of it");
                }
            }
            case RANKING -> {
                var candidates = candidates(thing);
                if (candidates.size() < 2 || new HashSet<>(candidates).size() < candidates.size()) {
                    faults.add(
                            about, "must list at least two different candidates, each a text or an object with an id");
                }
            }
            case CHAT_RATINGS -> {
                if (!thing.isArray() || thing.isEmpty()) {
                    faults.add(about, "must list the messages of a conversation");
                }
            }
            default -> {
                // A medium: its reference is checked with the input.
            }
        }
    }

    private @Nullable JsonNode thing(JsonNode input) {
        String about = field.about();
        if (about == null || input.isMissingNode()) {
            return null;
        }
        JsonNode thing = input.at(about);
        return thing.isMissingNode() ? null : thing;
    }

    private void spans(JsonNode value, JsonNode input) {
        JsonNode text = thing(input);
        long length = Long.MAX_VALUE;
        if (text != null && text.isTextual()) {
            length = text.textValue().codePointCount(0, text.textValue().length());
            if (!hash(text.textValue()).equals(value.path("textHash").asText())) {
                faults.add(at + "/textHash", "is not the SHA-256 of the text: the offsets count in another one");
            }
        }
        stretches(value.path("spans"), at + "/spans", length, "the text, which has %d characters");
    }

    private void segments(JsonNode value, JsonNode input) {
        double duration = measure(field.schema().path("x-duration"), input);
        stretches(
                value,
                at,
                duration >= Long.MAX_VALUE ? Long.MAX_VALUE : (long) Math.ceil(duration),
                "the recording, which has %d milliseconds");
    }

    private void stretches(JsonNode list, String here, long length, String what) {
        for (int i = 0; i < list.size(); i++) {
            long start = list.get(i).path("start").longValue();
            long end = list.get(i).path("end").longValue();
            String pointer = Pointers.child(here, i);
            if (end <= start) {
                faults.add(pointer + "/end", "must be after the start");
            } else if (end > length) {
                faults.add(pointer + "/end", "is beyond the end of " + what.formatted(length));
            }
        }
    }

    private void boxes(JsonNode value, JsonNode input) {
        double width = width(input);
        double height = height(input);
        for (int i = 0; i < value.size(); i++) {
            box(value.get(i), width, height, Pointers.child(at, i));
        }
    }

    private void box(JsonNode box, double width, double height, String here) {
        within(box.path("x").doubleValue() + box.path("width").doubleValue(), width, here + "/width");
        within(box.path("y").doubleValue() + box.path("height").doubleValue(), height, here + "/height");
    }

    private void polygons(JsonNode value, JsonNode input) {
        double width = width(input);
        double height = height(input);
        for (int i = 0; i < value.size(); i++) {
            JsonNode points = value.get(i).path("points");
            for (int k = 0; k < points.size(); k++) {
                String here = Pointers.child(Pointers.child(at, i) + "/points", k);
                within(points.get(k).path(0).doubleValue(), width, here + "/0");
                within(points.get(k).path(1).doubleValue(), height, here + "/1");
            }
        }
    }

    private void skeletons(JsonNode value, JsonNode input) {
        double width = width(input);
        double height = height(input);
        for (int i = 0; i < value.size(); i++) {
            String here = Pointers.child(at, i);
            box(value.get(i).path("box"), width, height, here + "/box");
            JsonNode points = value.get(i).path("points");
            for (int k = 0; k < points.size(); k++) {
                if (points.get(k).path("visibility").intValue() > 0) {
                    String joint = Pointers.child(here + "/points", k);
                    within(points.get(k).path("x").doubleValue(), width, joint + "/x");
                    within(points.get(k).path("y").doubleValue(), height, joint + "/y");
                }
            }
        }
    }

    private void within(double place, double length, String here) {
        if (place > length + EDGE) {
            faults.add(here, "is beyond the edge of the picture at " + length);
        }
    }

    private void ranking(JsonNode value, JsonNode input) {
        JsonNode thing = thing(input);
        List<String> candidates = thing == null ? field.labels() : candidates(thing);
        if (candidates.isEmpty()) {
            return;
        }
        var missing = new ArrayList<>(candidates);
        for (int i = 0; i < value.size(); i++) {
            if (!missing.remove(value.get(i).asText())) {
                faults.add(Pointers.child(at, i), "is none of the candidates: " + String.join(", ", candidates));
            }
        }
        if (!missing.isEmpty()) {
            faults.add(at, "must rank every candidate; missing: " + String.join(", ", missing));
        }
    }

    private void turns(JsonNode value, JsonNode input) {
        JsonNode messages = thing(input);
        var seen = new HashSet<Integer>();
        for (int i = 0; i < value.size(); i++) {
            int turn = value.get(i).path("turn").intValue();
            String here = Pointers.child(at, i) + "/turn";
            if (!seen.add(turn)) {
                faults.add(here, "is rated already");
            } else if (messages != null) {
                JsonNode message = messages.path(turn);
                if (message.isMissingNode()) {
                    faults.add(here, "is beyond the last message, " + (messages.size() - 1));
                } else if (!message.path("role").asText("assistant").equals("assistant")) {
                    faults.add(here, "is a message of " + message.path("role").asText() + ", not of the assistant");
                }
            }
        }
    }

    private double width(JsonNode input) {
        return measure(field.schema().path("x-size").path("width"), input);
    }

    private double height(JsonNode input) {
        return measure(field.schema().path("x-size").path("height"), input);
    }

    /** {@return infinity for what is not known} */
    private static double measure(JsonNode stated, JsonNode input) {
        JsonNode number = stated;
        if (stated.path("$in").isTextual()) {
            number = input.at(stated.path("$in").textValue());
        }
        return number.isNumber() ? number.doubleValue() : Double.POSITIVE_INFINITY;
    }

    /** {@return the names of the candidates of a task; none where the list is none} */
    static List<String> candidates(JsonNode list) {
        var names = new ArrayList<String>();
        if (list.isArray()) {
            for (JsonNode candidate : list) {
                JsonNode name = candidate.isObject() ? candidate.path("id") : candidate;
                if (!name.isTextual()) {
                    return List.of();
                }
                names.add(name.textValue());
            }
        }
        return names;
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
