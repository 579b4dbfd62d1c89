package dev.groundwork.task.bundle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.groundwork.task.spec.OutputKind;

import org.jspecify.annotations.Nullable;

/** Reads from the named fields of a page what it asks for. Fields of one name are one: the buttons of a choice, say. */
final class FieldReader {

    /** Hears of what cannot be. */
    interface Faults {
        void add(int line, String what, String detail);
    }

    private static final Set<String> TEXTS = Set.of(
            "", "text", "search", "tel", "url", "email", "date", "datetime-local", "month", "week", "time", "color");
    private static final Set<String> NO_ANSWER =
            Set.of("hidden", "submit", "button", "reset", "image", "password", "file");

    /** A text in quotes, to the end where they are not closed: it is never gone back in, however long it is. */
    private static final Pattern LISTED = Pattern.compile("(?s)([\"'])((?:(?!\\1)[^\\\\]|\\\\.)*+)(\\1?)");

    private static final BigDecimal SLIDER_LEAST = BigDecimal.ZERO;
    private static final BigDecimal SLIDER_MOST = BigDecimal.valueOf(100);

    /** What is known so far of the fields of one name. */
    private static final class Group {
        private final OutputKind kind;
        private final int line;
        private final Set<String> labels = new LinkedHashSet<>();
        private boolean required;
        private @Nullable BigDecimal least;
        private @Nullable BigDecimal most;
        private @Nullable Integer longest;

        Group(OutputKind kind, int line) {
            this.kind = kind;
            this.line = line;
        }
    }

    /** A button of a group, kept until the group ends: only then it is known whether all have one name. */
    private record Button(String name, String value, int line) {}

    private final Faults faults;
    private final Map<String, Group> groups = new LinkedHashMap<>();
    private final Map<String, Integer> boxes = new LinkedHashMap<>();
    private final List<Button> buttons = new ArrayList<>();
    private int namelessGroups;
    private @Nullable String radioGroup;
    private @Nullable Group select;
    private @Nullable StringBuilder option;

    FieldReader(Faults faults) {
        this.faults = faults;
    }

    void start(String tag, Map<String, String> attributes, int line) {
        if (tag.equals("crowd-radio-group")) {
            endRadioGroup();
            radioGroup = attributes.getOrDefault("name", "").strip();
            return;
        }
        if (tag.equals("crowd-radio-button") && radioGroup != null) {
            buttons.add(new Button(
                    attributes.getOrDefault("name", "").strip(),
                    attributes.getOrDefault("value", "").strip(),
                    line));
            return;
        }
        if (tag.equals("option") && select != null) {
            closeOption();
            readOption(select, attributes);
            return;
        }
        String name = attributes.getOrDefault("name", "").strip();
        var kind = kindOf(tag, attributes);
        if (kind == null) {
            return;
        }
        if (name.isEmpty()) {
            if (tag.startsWith("crowd-")) {
                faults.add(line, tag, "has no name: give it one, under which its value stands in the answer");
            }
            return;
        }
        if (name.contains("${") || name.contains("{{")) {
            faults.add(
                    line,
                    tag,
                    "has a name that changes from task to task: answers have the same properties everywhere");
            return;
        }
        read(name, kind, tag, attributes, line);
    }

    void text(String text) {
        if (option != null) {
            option.append(text);
        }
    }

    void end(String tag) {
        switch (tag) {
            case "crowd-radio-group" -> endRadioGroup();
            case "option" -> closeOption();
            case "select" -> {
                closeOption();
                select = null;
            }
            default -> {
                // Ends nothing that is read here.
            }
        }
    }

    /** {@return the fields of the page, once it has been walked through} */
    List<PageField> fields() {
        endRadioGroup();
        var fields = new ArrayList<PageField>();
        groups.forEach((name, group) -> {
            boolean chooses = group.kind == OutputKind.CHOICE || group.kind == OutputKind.MULTICHOICE;
            if (chooses && group.labels.isEmpty()) {
                faults.add(group.line, name, "lists nothing to choose from: give it options with values");
            }
            fields.add(new PageField(
                    name,
                    group.kind,
                    chooses ? new ArrayList<>(group.labels) : List.of(),
                    group.least,
                    group.most,
                    group.longest,
                    group.required));
        });
        return fields;
    }

    /** Buttons of one name are a choice of that name; where each has its own, the group's name or "choice" is the choice's. */
    private void endRadioGroup() {
        if (radioGroup == null) {
            return;
        }
        var names = new LinkedHashSet<String>();
        buttons.forEach(button -> names.add(button.name()));
        String property = radioGroup;
        if (property.isEmpty()) {
            property = names.size() == 1 && !names.contains("") ? names.getFirst() : nextNameless();
        }
        for (Button button : buttons) {
            String value = button.value().isEmpty() ? button.name() : button.value();
            var attributes = Map.of("type", "radio", "value", value);
            read(property, OutputKind.CHOICE, "crowd-radio-button", attributes, button.line());
        }
        buttons.clear();
        radioGroup = null;
    }

    private String nextNameless() {
        namelessGroups++;
        return namelessGroups == 1 ? "choice" : "choice" + namelessGroups;
    }

    private static @Nullable OutputKind kindOf(String tag, Map<String, String> attributes) {
        return switch (tag) {
            case "textarea", "crowd-text-area" -> OutputKind.TEXT;
            case "select" -> attributes.containsKey("multiple") ? OutputKind.MULTICHOICE : OutputKind.CHOICE;
            case "crowd-radio-button", "crowd-classifier", "crowd-image-classifier" -> OutputKind.CHOICE;
            case "crowd-classifier-multi-select", "crowd-image-classifier-multi-select" -> OutputKind.MULTICHOICE;
            case "crowd-checkbox" -> OutputKind.BOOLEAN;
            case "crowd-slider" -> OutputKind.NUMBER;
            case "input", "crowd-input" -> kindOfInput(typeOf(attributes));
            default -> null;
        };
    }

    private static @Nullable OutputKind kindOfInput(String type) {
        return switch (type) {
            case "radio" -> OutputKind.CHOICE;
            case "checkbox" -> OutputKind.BOOLEAN;
            case "number", "range" -> OutputKind.NUMBER;
            default -> NO_ANSWER.contains(type) || !TEXTS.contains(type) ? null : OutputKind.TEXT;
        };
    }

    private static String typeOf(Map<String, String> attributes) {
        return attributes.getOrDefault("type", "").toLowerCase(Locale.ROOT);
    }

    private void read(String name, OutputKind first, String tag, Map<String, String> attributes, int line) {
        boolean box = first == OutputKind.BOOLEAN && attributes.containsKey("value");
        OutputKind kind = first;
        if (box && boxes.merge(name, 1, Integer::sum) > 1) {
            kind = OutputKind.MULTICHOICE;
        }
        Group known = groups.get(name);
        if (known != null && known.kind != kind) {
            if (!(known.kind == OutputKind.BOOLEAN && kind == OutputKind.MULTICHOICE)) {
                faults.add(
                        line,
                        tag,
                        "has the name " + name + " like another field of another kind: give it one of its own");
                return;
            }
            var boxesOfOneName = new Group(OutputKind.MULTICHOICE, known.line);
            boxesOfOneName.labels.addAll(known.labels);
            groups.put(name, boxesOfOneName);
            known = boxesOfOneName;
        }
        Group group = known == null ? new Group(kind, line) : known;
        groups.put(name, group);
        boolean demanded = attributes.containsKey("required");
        group.required |= demanded && group.kind != OutputKind.MULTICHOICE;
        switch (tag) {
            case "select" -> select = group;
            case "input", "crowd-radio-button", "crowd-checkbox" -> {
                if (kind != OutputKind.TEXT && kind != OutputKind.NUMBER) {
                    addLabel(group, attributes.getOrDefault("value", ""), tag, line);
                }
            }
            case "crowd-slider" -> {
                group.least = SLIDER_LEAST;
                group.most = SLIDER_MOST;
            }
            default -> {
                if (tag.endsWith("classifier") || tag.endsWith("multi-select")) {
                    readCategories(group, attributes.getOrDefault("categories", ""), tag, line);
                }
            }
        }
        readLimits(group, attributes);
    }

    private void addLabel(Group group, String value, String tag, int line) {
        if (!value.isBlank()) {
            group.labels.add(value);
        } else if (group.kind == OutputKind.CHOICE) {
            faults.add(line, tag, "has no value: give it the one that the answer holds when it is chosen");
        }
    }

    /** A list as JSON or Python writes it. */
    private void readCategories(Group group, String categories, String tag, int line) {
        var listed = LISTED.matcher(categories);
        boolean fixed = !categories.contains("{{") && !categories.contains("${");
        while (fixed && listed.find() && !listed.group(3).isEmpty()) {
            String label = listed.group(2);
            if (!label.isBlank()) {
                group.labels.add(label.replaceAll("\\\\(.)", "$1"));
            }
        }
        if (group.labels.isEmpty()) {
            faults.add(
                    line,
                    tag,
                    "must list its categories in the tag, as in categories=\"['cat', 'dog']\": an answer is one of a closed"
                            + " list, the same for all tasks of a job");
        }
    }

    private static void readLimits(Group group, Map<String, String> attributes) {
        if (group.kind == OutputKind.NUMBER) {
            group.least = number(attributes.get("min"), group.least);
            group.most = number(attributes.get("max"), group.most);
        } else if (group.kind == OutputKind.TEXT) {
            var longest = number(attributes.get("maxlength"), null);
            if (longest != null
                    && longest.compareTo(BigDecimal.ONE) >= 0
                    && longest.compareTo(BigDecimal.valueOf(1_000_000)) < 0) {
                group.longest = longest.intValue();
            }
        }
    }

    private static @Nullable BigDecimal number(@Nullable String text, @Nullable BigDecimal otherwise) {
        try {
            return text == null || text.length() > 20 ? otherwise : new BigDecimal(text.strip());
        } catch (NumberFormatException notANumber) {
            return otherwise;
        }
    }

    private void readOption(Group group, Map<String, String> attributes) {
        String value = attributes.get("value");
        if (value == null) {
            option = new StringBuilder();
        } else if (!value.isBlank()) {
            // An option with an empty value says that nothing is chosen.
            group.labels.add(value);
        }
    }

    private void closeOption() {
        if (option != null && select != null) {
            String label = option.toString().strip();
            if (!label.isEmpty()) {
                select.labels.add(label);
            }
        }
        option = null;
    }
}
