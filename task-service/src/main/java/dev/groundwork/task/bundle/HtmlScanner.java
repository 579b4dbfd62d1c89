package dev.groundwork.task.bundle;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Walks through a page and tells its tags, its texts and what stands in its scripts and styles, each with its line.
 *
 * <p>Forgiving as a browser is: there is no page that it cannot walk through. It finds faults for people to mend; what a page may do is
 * decided by the frame that it runs in, not here.
 */
final class HtmlScanner {

    /** Hears of what is found, in the order of the page. */
    interface Visitor {

        /** @param attributes by their names in lower case, entities resolved; the first of two of one name */
        void start(String tag, Map<String, String> attributes, int line);

        void end(String tag);

        void text(String text, int line);

        /** @param element script or style */
        void raw(String element, String text, int line);
    }

    private static final Set<String> RAW = Set.of("script", "style");
    private static final Map<String, String> ENTITIES =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "#39", "'", "#34", "\"");
    private static final int LONGEST_ENTITY = 5;

    private final String html;
    private final Visitor visitor;
    private int at;
    private int line = 1;
    private int countedTo;

    private HtmlScanner(String html, Visitor visitor) {
        this.html = html;
        this.visitor = visitor;
    }

    static void scan(String html, Visitor visitor) {
        new HtmlScanner(html, visitor).scan();
    }

    private void scan() {
        while (at < html.length()) {
            int open = html.indexOf('<', at);
            if (open < 0) {
                open = html.length();
            }
            if (open > at) {
                visitor.text(html.substring(at, open), lineOf(at));
                at = open;
            }
            if (at < html.length()) {
                markup();
            }
        }
    }

    private void markup() {
        if (html.startsWith("<!--", at)) {
            at = after("-->", at + 4);
        } else if (isTag(at + 1)) {
            startTag();
        } else if (html.startsWith("</", at) && isTag(at + 2)) {
            int end = endOfName(at + 2);
            visitor.end(html.substring(at + 2, end).toLowerCase(Locale.ROOT));
            at = after(">", end);
        } else if (at + 1 < html.length() && "!/?".indexOf(html.charAt(at + 1)) >= 0) {
            at = after(">", at + 1);
        } else {
            visitor.text("<", lineOf(at));
            at++;
        }
    }

    private void startTag() {
        int line = lineOf(at);
        int end = endOfName(at + 1);
        String tag = html.substring(at + 1, end).toLowerCase(Locale.ROOT);
        at = end;
        visitor.start(tag, attributes(), line);
        if (RAW.contains(tag)) {
            int close = closing(tag);
            visitor.raw(tag, html.substring(at, close), lineOf(at));
            at = close;
        }
    }

    private Map<String, String> attributes() {
        var attributes = new HashMap<String, String>();
        while (true) {
            while (at < html.length() && (Character.isWhitespace(html.charAt(at)) || html.charAt(at) == '/')) {
                at++;
            }
            if (at >= html.length() || html.charAt(at) == '>') {
                at = Math.min(html.length(), at + 1);
                return attributes;
            }
            int begin = at;
            at++;
            while (at < html.length() && !isEndOfName(html.charAt(at)) && html.charAt(at) != '=') {
                at++;
            }
            String name = html.substring(begin, at).toLowerCase(Locale.ROOT);
            skipSpace();
            if (at < html.length() && html.charAt(at) == '=') {
                at++;
                skipSpace();
                attributes.putIfAbsent(name, resolved(value()));
            } else {
                attributes.putIfAbsent(name, "");
            }
        }
    }

    private String value() {
        if (at >= html.length()) {
            return "";
        }
        char quote = html.charAt(at);
        if (quote == '"' || quote == '\'') {
            int close = html.indexOf(quote, at + 1);
            if (close < 0) {
                close = html.length();
            }
            String value = html.substring(at + 1, close);
            at = Math.min(html.length(), close + 1);
            return value;
        }
        int begin = at;
        while (at < html.length() && !Character.isWhitespace(html.charAt(at)) && html.charAt(at) != '>') {
            at++;
        }
        return html.substring(begin, at);
    }

    /** {@return the text with the entities resolved that could hide what an attribute says} */
    private static String resolved(String value) {
        if (value.indexOf('&') < 0) {
            return value;
        }
        var text = new StringBuilder();
        int at = 0;
        while (at < value.length()) {
            // No further than an entity goes: a value may be nothing but ampersands.
            int most = Math.min(value.length(), at + LONGEST_ENTITY + 2);
            int end = value.charAt(at) == '&' ? value.indexOf(';', at, most) : -1;
            String found = end > at ? ENTITIES.get(value.substring(at + 1, end)) : null;
            if (found == null) {
                text.append(value.charAt(at));
                at++;
            } else {
                text.append(found);
                at = end + 1;
            }
        }
        return text.toString();
    }

    /** {@return where the end tag of a script or style begins} */
    private int closing(String tag) {
        String wanted = "</" + tag;
        int place = at;
        while (place < html.length()) {
            place = html.indexOf("</", place);
            if (place < 0) {
                return html.length();
            }
            if (html.regionMatches(true, place, wanted, 0, wanted.length())) {
                return place;
            }
            place += 2;
        }
        return html.length();
    }

    private void skipSpace() {
        while (at < html.length() && Character.isWhitespace(html.charAt(at))) {
            at++;
        }
    }

    private boolean isTag(int place) {
        if (place >= html.length()) {
            return false;
        }
        char first = html.charAt(place);
        return (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
    }

    private int endOfName(int place) {
        int end = place;
        while (end < html.length() && !isEndOfName(html.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isEndOfName(char c) {
        return c == '>' || c == '/' || Character.isWhitespace(c);
    }

    private int after(String text, int from) {
        int found = html.indexOf(text, from);
        return found < 0 ? html.length() : found + text.length();
    }

    private int lineOf(int place) {
        for (; countedTo < place; countedTo++) {
            if (html.charAt(countedTo) == '\n') {
                line++;
            }
        }
        return line;
    }
}
