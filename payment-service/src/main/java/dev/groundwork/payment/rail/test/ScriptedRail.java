package dev.groundwork.payment.rail.test;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.Inbound;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.ReportingRail;
import dev.groundwork.payment.rail.SendingRail;
import dev.groundwork.payment.rail.Submission;

import io.quarkus.arc.lookup.LookupIfProperty;
import org.jspecify.annotations.Nullable;

/**
 * A provider that lives in this process, moves no money, and fails as it is told to. Offered only where it is switched on
 * ({@code groundwork.payment.rail.test.enabled}).
 *
 * <p>A message is a line for each payout: its end-to-end id, a blank and its amount in minor units. What it sends is a line
 * with an id of its own, then lines of end-to-end id, {@link RailEvent.Kind}, and reason, parted by blanks.
 */
@ApplicationScoped
@LookupIfProperty(name = "groundwork.payment.rail.test.enabled", stringValue = "true")
public class ScriptedRail implements SendingRail, ReportingRail {

    /** What goes wrong with the next message, or the next question. */
    public enum Fault {
        NONE,
        /** The message is lost, and nobody answers. */
        LOST,
        /** The message arrives, and nobody answers. */
        UNANSWERED,
        /** The provider is busy and says so. */
        BUSY,
        /** The provider says no, for good. */
        REFUSED
    }

    private static final int ITEMS_PER_MESSAGE = 100;

    private final Deque<Fault> script = new ArrayDeque<>();
    private final Map<String, String> taken = new TreeMap<>();
    private final Map<String, RailEvent> known = new TreeMap<>();
    private int heard;

    /** Appends to what goes wrong; when nothing is left, nothing goes wrong. */
    public synchronized void script(Fault... faults) {
        script.addAll(List.of(faults));
    }

    /** Lets it answer, when it is asked, what became of a payout. */
    public synchronized void knows(RailEvent event) {
        known.put(event.endToEndId(), event);
    }

    /** {@return how often a message was acted on; each one at most once} */
    public synchronized int taken() {
        return taken.size();
    }

    /** {@return how often anything was sent to it, repetitions too} */
    public synchronized int heard() {
        return heard;
    }

    @Override
    public String name() {
        return "TEST";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Set.of(), "SEPA", 1, ITEMS_PER_MESSAGE, Duration.ofHours(24), Map.of());
    }

    @Override
    public String kind() {
        return "test-payouts";
    }

    @Override
    public String mediaType() {
        return "text/plain";
    }

    @Override
    public String fileName(UUID batchId, int part) {
        return "payouts-" + batchId + "-" + part + ".txt";
    }

    @Override
    public byte[] render(RailPart part) {
        var text = new StringBuilder();
        for (RailItem item : part.items()) {
            text.append(item.endToEndId())
                    .append(' ')
                    .append(item.amountMinor())
                    .append('\n');
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public synchronized Submission submit(RailMessage message) throws IOException {
        heard++;
        switch (next()) {
            case LOST -> throw new HttpTimeoutException("no answer; the message was lost");
            case UNANSWERED -> {
                take(message);
                throw new HttpTimeoutException("no answer; the message had arrived");
            }
            case BUSY -> {
                return Submission.notYet();
            }
            case REFUSED -> {
                return Submission.refused("REFUSED");
            }
            case NONE -> take(message);
        }
        return Submission.taken("test-" + message.key());
    }

    @Override
    public synchronized Submission query(RailMessage message) throws IOException {
        return switch (next()) {
            case LOST, UNANSWERED -> throw new HttpTimeoutException("no answer to a question");
            default ->
                taken.containsKey(message.key()) ? Submission.taken("test-" + message.key()) : Submission.notYet();
        };
    }

    @Override
    public synchronized List<RailEvent> ask(RailMessage message, @Nullable String reference) throws IOException {
        if (next() != Fault.NONE) {
            throw new HttpTimeoutException("no answer to a question");
        }
        return new String(message.bytes(), StandardCharsets.US_ASCII)
                .lines()
                .map(line -> known.get(line.substring(0, line.indexOf(' '))))
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public Inbound parse(byte[] bytes) {
        String[] lines = new String(bytes, StandardCharsets.US_ASCII).split("\n", -1);
        if (lines.length < 2) {
            throw new IllegalArgumentException("a message has an id and at least one line");
        }
        return new Inbound(
                lines[0],
                List.of(lines).subList(1, lines.length).stream()
                        .filter(line -> !line.isEmpty())
                        .map(ScriptedRail::event)
                        .toList());
    }

    private static RailEvent event(String line) {
        String[] words = line.split(" ", -1);
        if (words.length < 2) {
            throw new IllegalArgumentException("not a line of an event: " + line);
        }
        return new RailEvent(words[0], RailEvent.Kind.valueOf(words[1]), words.length > 2 ? words[2] : null);
    }

    /** Everybody in this process is trusted. */
    @Override
    public void verify(byte[] bytes, String signature) {}

    private void take(RailMessage message) {
        taken.putIfAbsent(message.key(), new String(message.bytes(), StandardCharsets.US_ASCII));
    }

    private Fault next() {
        return script.isEmpty() ? Fault.NONE : script.poll();
    }
}
