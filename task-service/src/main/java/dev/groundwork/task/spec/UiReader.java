package dev.groundwork.task.spec;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** Reads how a task is drawn: by blocks that the client knows, or by a page of the requester's own HTML. */
final class UiReader {

    /** What a block may say and which properties it may fill. */
    private record BlockType(Set<OutputKind> kinds, Set<String> members) {

        boolean isField() {
            return !kinds.isEmpty();
        }
    }

    private static final Map<String, BlockType> BLOCKS = Map.ofEntries(
            view("view.text", "value", "label"),
            view("view.markdown", "value", "label"),
            view("view.image", "value", "label", "alt", "zoom"),
            view("view.audio", "value", "label", "waveform"),
            view("view.video", "value", "label"),
            view("view.pdf", "value", "label"),
            view("view.link", "value", "label"),
            view("view.chat", "value", "label"),
            view("group", "label", "blocks", "layout"),
            field(
                    "field.choice",
                    EnumSet.of(OutputKind.CHOICE, OutputKind.BOOLEAN, OutputKind.RATING),
                    "style",
                    "labels"),
            field("field.multichoice", EnumSet.of(OutputKind.MULTICHOICE), "style", "labels"),
            field("field.boolean", EnumSet.of(OutputKind.BOOLEAN), "style", "labels"),
            field("field.rating", EnumSet.of(OutputKind.RATING), "style", "labels", "low", "high"),
            field("field.number", EnumSet.of(OutputKind.NUMBER), "style", "step", "unit"),
            field("field.text", EnumSet.of(OutputKind.TEXT), "style", "start", "placeholder"),
            field("field.transcript", EnumSet.of(OutputKind.TRANSCRIPT), "start", "placeholder"),
            field("field.spans", EnumSet.of(OutputKind.SPANS), "labels"),
            field(
                    "field.shapes",
                    EnumSet.of(OutputKind.BOXES, OutputKind.POLYGONS, OutputKind.KEYPOINTS),
                    "tools",
                    "labels"),
            field("field.ranking", EnumSet.of(OutputKind.RANKING), "style", "labels"),
            field("field.preference", EnumSet.of(OutputKind.PREFERENCE), "style", "labels", "dimensionLabels"),
            field("field.chat-ratings", EnumSet.of(OutputKind.CHAT_RATINGS), "style", "labels"),
            field("field.segments", EnumSet.of(OutputKind.SEGMENTS), "labels"),
            field("field.file", EnumSet.of(OutputKind.FILE), "accept"));

    private static final Map<OutputKind, String> TOOLS =
            Map.of(OutputKind.BOXES, "box", OutputKind.POLYGONS, "polygon", OutputKind.KEYPOINTS, "skeleton");

    private static final List<String> STYLES =
            List.of("buttons", "radio", "checkboxes", "dropdown", "stars", "slider", "line", "area", "drag", "cards");

    private static final Set<String> RESERVED =
            Set.of("enter", "ctrl+enter", "ctrl+z", "ctrl+y", "?", "esc", "escape", "space", " ");

    private static final Pattern KEY =
            Pattern.compile("((ctrl|alt|shift)\\+){0,3}(\\S|f[1-9]|f1[0-2]|arrow(up|down|left|right)|tab)");
    private static final Pattern HASH = Pattern.compile("sha256-[0-9a-f]{64}");
    private static final String ENTRY = "index.html";
    private static final int MOST_BLOCKS = 200;
    private static final int DEEPEST = 4;

    private final List<InputField> inputs;
    private final List<OutputField> outputs;
    private final Faults faults;
    private final ConditionReader conditions;
    private final List<FieldRule> rules = new ArrayList<>();
    private final Set<String> drawn = new HashSet<>();
    private final Map<String, String> keys = new HashMap<>();
    private int blocks;

    UiReader(List<InputField> inputs, List<OutputField> outputs, Faults faults) {
        this.inputs = inputs;
        this.outputs = outputs;
        this.faults = faults;
        this.conditions = new ConditionReader(inputs, outputs, faults);
    }

    private static Map.Entry<String, BlockType> view(String type, String... members) {
        var all = new HashSet<>(Set.of(members));
        all.addAll(Set.of("type", "visibleIf"));
        return Map.entry(type, new BlockType(Set.of(), Set.copyOf(all)));
    }

    private static Map.Entry<String, BlockType> field(String type, Set<OutputKind> kinds, String... members) {
        var all = new HashSet<>(Set.of(members));
        all.addAll(Set.of("type", "out", "label", "hint", "hotkeys", "required", "visibleIf", "requiredIf"));
        return Map.entry(type, new BlockType(Set.copyOf(kinds), Set.copyOf(all)));
    }

    /** {@return when properties may and must be there; none where the spec does not say how it is drawn} */
    List<FieldRule> read(JsonNode ui, String at) {
        if (ui.isMissingNode()) {
            return List.of();
        }
        switch (ui.path("kind").asText("")) {
            case "html" -> readBundle(ui, at);
            case "blocks" -> readBlocks(ui, at);
            default -> faults.add(at + "/kind", "must be \"blocks\" or \"html\"");
        }
        return rules;
    }

    private void readBundle(JsonNode ui, String at) {
        faults.refuseUnknown(ui, Set.of("kind", "bundle", "entry", "minHeight", "cacheable"), at);
        if (!HASH.matcher(ui.path("bundle").asText("")).matches()) {
            faults.add(
                    at + "/bundle",
                    "must name the page by its hash, \"sha256-\" and 64 hexadecimal digits, as POST /v1/bundles gives it");
        }
        if (!ENTRY.equals(ui.path("entry").textValue())) {
            faults.add(at + "/entry", "must be \"index.html\": a bundle is one page");
        }
        faults.checkWholeNumber(ui, "minHeight", 50, 10_000, at);
        faults.checkFlag(ui, "cacheable", at);
    }

    private void readBlocks(JsonNode ui, String at) {
        faults.refuseUnknown(ui, Set.of("kind", "layout", "blocks"), at);
        faults.checkWord(ui, "layout", List.of("stack", "media-side", "columns"), at);
        readBlocks(ui.path("blocks"), at + "/blocks", List.of(), 1);
    }

    private void readBlocks(JsonNode list, String at, List<Condition> shownWhen, int depth) {
        if (!list.isArray() || list.isEmpty()) {
            faults.add(at, "must list at least one block");
            return;
        }
        for (int i = 0; i < list.size() && blocks <= MOST_BLOCKS; i++) {
            if (++blocks > MOST_BLOCKS) {
                faults.add(at, "has more than " + MOST_BLOCKS + " blocks");
                return;
            }
            readBlock(list.get(i), Pointers.child(at, i), shownWhen, depth);
        }
    }

    private void readBlock(JsonNode block, String at, List<Condition> shownWhen, int depth) {
        String name = block.path("type").asText("");
        var type = BLOCKS.get(name);
        if (type == null) {
            faults.add(
                    at + "/type",
                    "must name the type of the block: one of "
                            + String.join(
                                    ", ", BLOCKS.keySet().stream().sorted().toList()));
            return;
        }
        faults.refuseUnknown(block, type.members(), at);
        for (String texts : List.of("label", "hint", "alt", "placeholder", "low", "high", "unit")) {
            if (block.has(texts)) {
                faults.checkTexts(block.get(texts), at + "/" + texts);
            }
        }
        for (String flag : List.of("required", "zoom", "waveform")) {
            faults.checkFlag(block, flag, at);
        }
        faults.checkWord(block, "style", STYLES, at);
        var shown = new ArrayList<>(shownWhen);
        optional(block, "visibleIf", at).ifPresent(shown::add);
        if (type.isField()) {
            readField(block, type, at, shown);
        } else if (name.equals("group")) {
            faults.checkWord(block, "layout", List.of("stack", "columns"), at);
            if (depth == DEEPEST) {
                faults.add(at, "is nested deeper than " + DEEPEST + " groups");
            } else {
                readBlocks(block.path("blocks"), at + "/blocks", shown, depth + 1);
            }
        } else {
            readView(block, at);
        }
    }

    private Optional<Condition> optional(JsonNode block, String member, String at) {
        return block.has(member) ? conditions.read(block.get(member), at + "/" + member) : Optional.empty();
    }

    private void readView(JsonNode block, String at) {
        JsonNode value = block.path("value");
        if (value.isMissingNode()) {
            faults.add(at + "/value", "must say what to show: {\"$in\": \"/…\"} or a text");
        } else if (value.has("$in")) {
            InputReferences.checkReference(value, inputs, at + "/value", faults);
        } else {
            faults.checkTexts(value, at + "/value");
        }
    }

    private void readField(JsonNode block, BlockType type, String at, List<Condition> shownWhen) {
        String out = block.path("out").asText("");
        var named = outputs.stream()
                .filter(field -> out.equals(Pointers.child("", field.name())))
                .findFirst();
        var requiredIf = optional(block, "requiredIf", at);
        if (named.isEmpty()) {
            faults.add(at + "/out", "points at " + out + ", which is not a property of the output");
            return;
        }
        var field = named.get();
        if (!type.kinds().contains(field.kind())) {
            faults.add(
                    at + "/type",
                    "does not fit " + out + ", which is of x-kind "
                            + field.kind().word());
            return;
        }
        if (!drawn.add(out)) {
            faults.add(at + "/out", "points at " + out + ", which another block fills already");
        }
        if (field.required() && !shownWhen.isEmpty()) {
            faults.add(
                    at + "/visibleIf",
                    "may hide " + out
                            + ", which the output always requires: use \"required\": true of the block instead");
        }
        if (block.has("start")) {
            InputReferences.checkReference(block.path("start"), inputs, at + "/start", faults);
        }
        readTools(block, field, at);
        readLabels(block.path("labels"), field.labels(), at + "/labels");
        readLabels(block.path("dimensionLabels"), field.dimensions(), at + "/dimensionLabels");
        readHotkeys(block.path("hotkeys"), field, at + "/hotkeys");
        boolean always = block.path("required").asBoolean();
        if (!shownWhen.isEmpty() || always || requiredIf.isPresent()) {
            rules.add(new FieldRule(field, both(shownWhen), always, requiredIf.orElse(null)));
        }
    }

    private static @Nullable Condition both(List<Condition> shownWhen) {
        return switch (shownWhen.size()) {
            case 0 -> null;
            case 1 -> shownWhen.getFirst();
            default -> new Condition.All(List.copyOf(shownWhen));
        };
    }

    private void readTools(JsonNode block, OutputField field, String at) {
        JsonNode tools = block.path("tools");
        if (tools.isMissingNode()) {
            return;
        }
        String fitting = TOOLS.getOrDefault(field.kind(), "");
        if (!tools.isArray() || tools.size() != 1 || !tools.get(0).asText().equals(fitting)) {
            faults.add(
                    at + "/tools",
                    "must be [\"%s\"] for x-kind %s"
                            .formatted(fitting, field.kind().word()));
        }
    }

    /** How labels are called in the languages of the workers. */
    private void readLabels(JsonNode names, List<String> labels, String at) {
        if (names.isMissingNode()) {
            return;
        }
        if (!names.isObject()) {
            faults.add(at, "must be an object of texts by label");
            return;
        }
        for (var name : names.properties()) {
            String here = Pointers.child(at, name.getKey());
            if (!labels.contains(name.getKey()) && !name.getKey().equals(TaskSpec.TIE)) {
                faults.add(here, "is none of the labels: " + String.join(", ", labels));
            } else {
                faults.checkTexts(name.getValue(), here);
            }
        }
    }

    private void readHotkeys(JsonNode hotkeys, OutputField field, String at) {
        if (hotkeys.isMissingNode()
                || hotkeys.asText().equals("auto")
                || hotkeys.asText().equals("none")) {
            return;
        }
        if (!hotkeys.isObject()) {
            faults.add(at, "must be \"auto\", \"none\" or an object of keys by label");
            return;
        }
        for (var hotkey : hotkeys.properties()) {
            String here = Pointers.child(at, hotkey.getKey());
            String key = hotkey.getValue().asText("").toLowerCase(Locale.ROOT);
            if (!field.labels().contains(hotkey.getKey())) {
                faults.add(here, "is none of the labels: " + String.join(", ", field.labels()));
            } else if (RESERVED.contains(key)) {
                faults.add(here, "is reserved: " + hotkey.getValue().asText() + " means the same in every task");
            } else if (!KEY.matcher(key).matches()) {
                faults.add(here, "is no key: write one such as \"a\", \"7\" or \"Shift+F2\"");
            } else {
                String other = keys.putIfAbsent(key, here);
                if (other != null) {
                    faults.add(here, "is the key of " + other + " already");
                }
            }
        }
    }
}
