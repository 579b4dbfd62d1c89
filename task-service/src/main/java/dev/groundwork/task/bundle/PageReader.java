package dev.groundwork.task.bundle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import org.jspecify.annotations.Nullable;

/** Reads a page: which inputs it shows, what it asks for, and what of it could not work in the closed frame. */
final class PageReader implements HtmlScanner.Visitor {

    /** How many faults are told of one page; so many notes, too. */
    static final int MOST_FAULTS = 100;

    /** As on Mechanical Turk. */
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{\\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\\s*\\}");

    /** As on SageMaker. */
    private static final String LIQUID_OPEN = "{{";

    private static final String LIQUID_CLOSE = "}}";

    /** What stands between the two with its spaces: a page of nothing but braces must not be searched to its end for each. */
    private static final int LONGEST_LIQUID = 250;

    private static final Pattern TASK_INPUT =
            Pattern.compile("task\\.input\\.([A-Za-z_][A-Za-z0-9_-]{0,63})((?:\\s*\\|\\s*[a-z_]+)*)");
    private static final String SCRIPT_ADDRESS = "javascript:";
    private static final Set<String> FILTERS = Set.of("to_json", "grant_read_access", "escape");
    private static final Set<String> OTHER_PAGES = Set.of(
            "iframe",
            "frame",
            "frameset",
            "object",
            "embed",
            "applet",
            "portal",
            "fencedframe",
            "controlledframe",
            "webview",
            "model");

    /** Types of scripts that run; the frame takes no others, which rules of browsers could hide in. */
    private static final Set<String> SCRIPTS =
            Set.of("", "module", "text/javascript", "application/javascript", "text/ecmascript");

    private static final ObjectReader JSON =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private static final Map<String, String> MEDIA = Map.of(
            "img", "image",
            "audio", "audio",
            "video", "video",
            "source", "video",
            "crowd-image-classifier", "image",
            "crowd-image-classifier-multi-select", "image");

    private final Set<String> variables = new LinkedHashSet<>();
    private final Map<String, String> media = new LinkedHashMap<>();
    private final List<Page.Fault> faults = new ArrayList<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final FieldReader fields = new FieldReader(this::fault);
    private @Nullable String player;

    private PageReader() {}

    static Page read(String html) {
        var reader = new PageReader();
        HtmlScanner.scan(html, reader);
        var fields = reader.fields.fields();
        if (fields.isEmpty() && reader.faults.isEmpty()) {
            reader.note("No field with a name was found, so the spec has no output yet: name the properties that the"
                    + " page answers with groundwork.change({…}).");
        }
        return new Page(reader.variables, reader.media, fields, reader.faults, List.copyOf(reader.notes));
    }

    @Override
    public void start(String tag, Map<String, String> attributes, int line) {
        if (tag.startsWith("crowd-") && !CrowdTags.isLayout(tag) && !CrowdTags.asks(tag)) {
            fault(line, tag, CrowdTags.insteadOf(tag));
        } else if (OTHER_PAGES.contains(tag)) {
            fault(line, tag, "is not taken: the frame of a task shows no other page; put what it shows into this one");
        } else if (tag.equals("noscript")) {
            fault(line, tag, "is not taken: scripts always run here; take it out");
        } else if (tag.equals("link")) {
            fault(line, tag, "is not taken: the frame loads nothing; put the style itself into the page");
        } else if (tag.equals("base")) {
            fault(line, tag, "is not taken: a page stands for itself; write whole addresses");
        } else {
            checkLoading(tag, attributes, line);
        }
        if (tag.equals("audio") || tag.equals("video")) {
            player = tag;
        }
        for (var attribute : attributes.entrySet()) {
            checkAddress(tag, attribute.getValue(), line);
            boolean script = attribute.getKey().startsWith("on");
            findVariables(attribute.getValue(), script, line);
        }
        fields.start(tag, attributes, line);
    }

    @Override
    public void end(String tag) {
        if (tag.equals(player)) {
            player = null;
        }
        fields.end(tag);
    }

    @Override
    public void text(String text, int line) {
        findVariables(text, false, line);
        if (text.contains("{%")) {
            fault(
                    line + linesBefore(text, "{%"),
                    "{% … %}",
                    "is not carried out: loops and conditions are written in the script of the page, over groundwork.item");
        }
        fields.text(text);
    }

    @Override
    public void raw(String element, String text, int line) {
        if (element.equals("script") && isData(text)) {
            fault(line, element, "is data and does not run: write it as a constant, const data = …");
        }
        findVariables(text, element.equals("script"), line);
    }

    private void checkLoading(String tag, Map<String, String> attributes, int line) {
        String source = attributes.getOrDefault("src", "").strip();
        switch (tag) {
            case "script" -> {
                String type = attributes.getOrDefault("type", "").strip().toLowerCase(Locale.ROOT);
                if (!SCRIPTS.contains(type)) {
                    fault(
                            line,
                            tag,
                            "is of the type " + shortened(type)
                                    + ", which does not run: keep its text in a constant of a script");
                } else if (source.contains("crowd-html-elements")) {
                    note("The script of crowd HTML elements is left out: the frame brings the tags itself.");
                } else if (!source.isEmpty()) {
                    fault(
                            line,
                            tag,
                            "loads " + shortened(source)
                                    + ", which the frame does not allow: put the script itself into the page");
                }
            }
            case "meta" -> {
                if (attributes.getOrDefault("http-equiv", "").equalsIgnoreCase("refresh")) {
                    fault(line, tag, "must not lead to another page: a task stays where it is");
                }
            }
            case "input" -> {
                String type = attributes.getOrDefault("type", "").toLowerCase(Locale.ROOT);
                if (type.equals("password")) {
                    fault(line, tag, "asks for a password: no task may");
                } else if (type.equals("file")) {
                    fault(line, tag, "asks for a file, which does not leave the frame: take it out");
                }
            }
            default -> {
                if (MEDIA.containsKey(tag)) {
                    checkMedium(tag, source, line);
                    checkMedium(
                            tag.equals("video") ? "img" : tag,
                            attributes.getOrDefault("poster", "").strip(),
                            line);
                }
            }
        }
    }

    private void checkAddress(String tag, String value, int line) {
        if (value.strip().regionMatches(true, 0, SCRIPT_ADDRESS, 0, SCRIPT_ADDRESS.length())) {
            note("Line " + line + ": the address of " + tag
                    + " is a script, which does nothing in the frame: write onclick in its place.");
        }
    }

    private void checkMedium(String tag, String source, int line) {
        if (source.isEmpty() || isDataUrl(source)) {
            return;
        }
        var variable = onlyVariable(source);
        if (variable != null) {
            String kind = tag.equals("source") && player != null ? player : MEDIA.getOrDefault(tag, "image");
            media.putIfAbsent(variable, kind);
        } else {
            fault(
                    line,
                    tag,
                    "loads " + shortened(source)
                            + ", which the frame does not allow: upload it by POST /v1/media and name it in an input as"
                            + " media:<id>, or write it into the page as a data: URL");
        }
    }

    /** {@return the name of the variable that a text is, null where it is another text} */
    private static @Nullable String onlyVariable(String text) {
        Matcher plain = VARIABLE.matcher(text);
        if (plain.matches()) {
            return plain.group(1);
        }
        if (!text.startsWith(LIQUID_OPEN) || endOfLiquid(text, 0) != text.length()) {
            return null;
        }
        Matcher input = TASK_INPUT.matcher(liquid(text, 0, text.length()));
        return input.matches() ? input.group(1) : null;
    }

    private void findVariables(String text, boolean script, int line) {
        Matcher plain = VARIABLE.matcher(text);
        while (plain.find()) {
            if (!script) {
                variables.add(plain.group(1));
            } else {
                note("${" + plain.group(1) + "} stands in a script: it is filled in when the input has a property "
                        + plain.group(1) + ", and is the script's own otherwise.");
            }
        }
        findLiquid(text, line);
    }

    private void findLiquid(String text, int firstLine) {
        int line = firstLine;
        int counted = 0;
        int open = text.indexOf(LIQUID_OPEN);
        while (open >= 0) {
            line += lines(text, counted, open);
            counted = open;
            int end = endOfLiquid(text, open);
            String expression = end < 0 ? "" : liquid(text, open, end);
            boolean understood = expression.startsWith("task.");
            if (understood) {
                readLiquid(expression, line);
            }
            open = text.indexOf(LIQUID_OPEN, understood ? end : open + 1);
        }
    }

    /** {@return where the expression ends that opens there, -1 where none does} */
    private static int endOfLiquid(String text, int open) {
        int begin = open + LIQUID_OPEN.length();
        int most = Math.min(text.length(), begin + LONGEST_LIQUID + LIQUID_CLOSE.length());
        int close = begin > most ? -1 : text.indexOf(LIQUID_CLOSE, begin, most);
        return close < 0 ? -1 : close + LIQUID_CLOSE.length();
    }

    private static String liquid(String text, int open, int end) {
        return text.substring(open + LIQUID_OPEN.length(), end - LIQUID_CLOSE.length())
                .strip();
    }

    private void readLiquid(String expression, int line) {
        Matcher input = TASK_INPUT.matcher(expression);
        if (!input.matches()) {
            fault(line, "{{ " + expression + " }}", "is not understood: write {{ task.input.name }}");
            return;
        }
        variables.add(input.group(1));
        for (String filter : input.group(2).split("\\|", -1)) {
            String name = filter.strip();
            if (!name.isEmpty() && !FILTERS.contains(name)) {
                fault(
                        line,
                        "{{ " + expression + " }}",
                        "uses the filter " + name + ": there are " + String.join(", ", new TreeSet<>(FILTERS))
                                + "; a value is always put in escaped");
            }
        }
    }

    /** {@return whether a script is a value of JSON, which no script is that runs, but which rules of browsers are} */
    private static boolean isData(String script) {
        try {
            return JSON.readTree(script).isContainerNode();
        } catch (JsonProcessingException code) {
            return false;
        }
    }

    private static int linesBefore(String text, String mark) {
        return lines(text, 0, text.indexOf(mark));
    }

    private static int lines(String text, int from, int before) {
        int lines = 0;
        for (int at = from; at < before; at++) {
            if (text.charAt(at) == '\n') {
                lines++;
            }
        }
        return lines;
    }

    private static boolean isDataUrl(String address) {
        return address.regionMatches(true, 0, "data:", 0, 5) || address.startsWith("#");
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private void note(String note) {
        if (notes.size() < MOST_FAULTS) {
            notes.add(note);
        }
    }

    private void fault(int line, String what, String detail) {
        if (faults.size() < MOST_FAULTS) {
            faults.add(new Page.Fault("line " + line + ": " + shortened(what), detail));
        }
    }
}
