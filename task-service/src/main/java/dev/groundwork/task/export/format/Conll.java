package dev.groundwork.task.export.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

import dev.groundwork.task.kind.Shapes;
import dev.groundwork.truth.shape.Span;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * CoNLL-2003: a token a line in four columns, of which the second and third (part of speech, chunk) are {@code -X-}, the
 * fourth is the tag in BIO; a blank line after each line of the text; {@code -DOCSTART-} before each task.
 *
 * <p>Offsets are code points. A token is a run of letters, marks, digits and underscores, or one character of anything else
 * that is not white space; where a span begins or ends within such a run, the run is cut there, so that no span loses its
 * edge. Of spans that overlap the longer one is kept, of equals the one that begins first.
 */
final class Conll implements ExportWriter {

    private static final String FORMAT = "conll";
    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private final Plan plan;
    private final Subject subject;
    private final Writer writer;

    Conll(Plan plan, OutputStream out) {
        this.plan = plan;
        this.subject = Subject.choose(plan.spec(), FORMAT, plan.options().field());
        this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 * 1024);
    }

    @Override
    public void row(ExportRow row) throws IOException {
        JsonNode value = row.valueOf(subject.field().name());
        var text = subject.textOf(row);
        if (value.isMissingNode()) {
            plan.notes().add(Notes.Reason.NO_RESULT, row.externalId());
            return;
        }
        if (text.isEmpty()) {
            plan.notes().add(Notes.Reason.TEXT_MISSING, row.externalId());
            return;
        }
        int[] characters = text.get().codePoints().toArray();
        writer.write("-DOCSTART- -X- -X- O\n\n");
        write(characters, apart(Shapes.spans(value), characters.length, row.externalId()));
    }

    /** {@return spans that do not overlap, by place} */
    private List<Span> apart(List<Span> spans, int length, String externalId) {
        var byLength = new ArrayList<>(spans);
        byLength.sort(Comparator.comparingLong(Span::length)
                .reversed()
                .thenComparingLong(Span::start)
                .thenComparing(Span::label));
        var kept = new ArrayList<Span>();
        for (Span span : byLength) {
            if (span.end() > length) {
                plan.notes().add(Notes.Reason.SPAN_OUTSIDE_TEXT, externalId);
            } else if (kept.stream().anyMatch(other -> span.start() < other.end() && other.start() < span.end())) {
                plan.notes().add(Notes.Reason.OVERLAPPING_SPANS, externalId);
            } else {
                kept.add(span);
            }
        }
        kept.sort(Comparator.comparingLong(Span::start));
        return kept;
    }

    private void write(int[] characters, List<Span> spans) throws IOException {
        int next = 0;
        int at = 0;
        boolean sentence = false;
        int tagged = -1;
        while (at < characters.length) {
            while (next < spans.size() && spans.get(next).end() <= at) {
                next++;
            }
            int character = characters[at];
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                if (character == '\n' && sentence) {
                    writer.write('\n');
                    sentence = false;
                }
                at++;
                continue;
            }
            Span span = next < spans.size() ? spans.get(next) : null;
            boolean inside = span != null && span.start() <= at;
            long edge = span == null ? characters.length : inside ? span.end() : span.start();
            int end = at + 1;
            if (isWord(character)) {
                while (end < edge && end < characters.length && isWord(characters[end])) {
                    end++;
                }
            }
            String tag = "O";
            if (span != null && inside) {
                tag = (tagged == next ? "I-" : "B-")
                        + WHITE_SPACE.matcher(span.label()).replaceAll("_");
                tagged = next;
            }
            writer.write(new String(characters, at, end - at));
            writer.write(" -X- -X- ");
            writer.write(tag);
            writer.write('\n');
            sentence = true;
            at = end;
        }
        if (sentence) {
            writer.write('\n');
        }
    }

    private static boolean isWord(int character) {
        return Character.isLetterOrDigit(character)
                || character == '_'
                || switch (Character.getType(character)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK, Character.ENCLOSING_MARK -> true;
                    default -> false;
                };
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
