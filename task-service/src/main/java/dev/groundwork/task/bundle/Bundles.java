package dev.groundwork.task.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.bundle.BundleStore.KeptBundle;
import dev.groundwork.task.bundle.BundleStore.NewBundle;
import dev.groundwork.task.spec.Pointers;
import dev.groundwork.task.spec.TaskSpec;

import org.jspecify.annotations.Nullable;

/** The pages that draw tasks, each stored once and known by the hash of its bytes. None is ever changed. */
@ApplicationScoped
public class Bundles {

    /** What a page may have at most, in bytes of UTF-8. */
    static final int MOST_BYTES = 512 * 1024;

    private static final String PREFIX = "sha256-";
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");
    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private final BundleStore store;
    private final BundleConfig config;
    private final Clock clock;
    private final Semaphore places;

    Bundles(BundleStore store, BundleConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.places = new Semaphore(config.concurrent());
    }

    /**
     * A page that was looked through and is kept.
     *
     * @param hash SHA-256 of its bytes, in hex
     */
    record Kept(String hash, int bytes, Page page) {

        /** {@return the name that {@code ui.bundle} of a spec has for it} */
        String name() {
            return nameOf(hash);
        }
    }

    /** {@return the name that {@code ui.bundle} of a spec has for the page of a hash} */
    static String nameOf(String hash) {
        return PREFIX + hash;
    }

    /**
     * Looks through a page and keeps it; one that is kept already stays as it is.
     *
     * @param requesterId who uploads it
     * @throws TooLarge {@code bundle-too-large}
     * @throws Unprocessable {@code bundle-rejected}, with the line of each fault
     * @throws RuleViolation {@code bundle-quota-used}
     * @throws TryLater {@code uploads-busy}
     */
    Kept keep(UUID requesterId, InputStream body) throws IOException {
        // Before a place is taken: a slow connection must not keep one from the others.
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new TooLarge(
                    "bundle-too-large",
                    "The page has more than " + MOST_BYTES / 1024
                            + " KB. Upload pictures and sounds by POST /v1/media and name them in the input of the tasks.");
        }
        if (!places.tryAcquire()) {
            throw new TryLater(
                    "uploads-busy",
                    "As many pages are read as this service reads at once (" + config.concurrent()
                            + "). Try again in a few seconds.",
                    RETRY_AFTER);
        }
        try {
            return read(requesterId, bytes);
        } finally {
            places.release();
        }
    }

    private Kept read(UUID requesterId, byte[] bytes) {
        String html = text(bytes);
        Page page = PageReader.read(html);
        if (!page.faults().isEmpty()) {
            throw rejected(page.faults());
        }
        String hash = hash(bytes);
        store.keep(requesterId, new NewBundle(hash, html, bytes.length, page.variables()), clock.instant());
        return new Kept(hash, bytes.length, page);
    }

    private static Unprocessable rejected(List<Page.Fault> faults) {
        Page.Fault first = faults.getFirst();
        return new Unprocessable(
                "bundle-rejected",
                "The page cannot be used: " + first.pointer() + " " + first.detail()
                        + (faults.size() > 1 ? " (and " + (faults.size() - 1) + " more, listed in errors)" : "")
                        + ".",
                Map.of("errors", faults));
    }

    private static String text(byte[] bytes) {
        String html;
        try {
            html = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException foreign) {
            throw rejected(List.of(new Page.Fault("the file", "is not in UTF-8: save it in that encoding")));
        }
        if (html.isBlank() || html.indexOf('\0') >= 0) {
            throw rejected(List.of(new Page.Fault("the file", "is empty or no text: send a page of HTML")));
        }
        return html;
    }

    /**
     * The text of a page.
     *
     * @param hash SHA-256 of its bytes, in hex
     * @throws NotFound {@code bundle-not-found}
     */
    String html(String hash) {
        return store.html(requireHash(hash)).orElseThrow(() -> new NotFound("bundle", hash));
    }

    /** {@return the pages that a requester keeps, the last first} */
    List<KeptBundle> list(UUID requesterId, @Nullable UUID before, int limit) {
        return store.list(requesterId, before, limit);
    }

    /**
     * Deletes a page that a requester keeps.
     *
     * @throws NotFound {@code bundle-not-found}
     * @throws RuleViolation {@code bundle-in-use} when a published job of theirs is drawn by it
     */
    void delete(UUID requesterId, String hash) {
        store.letGo(requesterId, requireHash(hash));
    }

    private static String requireHash(String hash) {
        if (!HASH.matcher(hash).matches()) {
            throw new NotFound("bundle", hash);
        }
        return hash;
    }

    /**
     * Refuses a spec that is drawn by a page that is not there, or that shows what no task of it will have. The page stays until the
     * caller's transaction ends.
     *
     * @param at pointer of the spec in the request
     * @throws InvalidRequest {@code invalid-task-spec}
     */
    public void requireDrawable(TaskSpec spec, String at) {
        var hash = spec.bundle();
        if (hash.isEmpty()) {
            return;
        }
        var faults = new ArrayList<FieldError>();
        var variables = store.holdVariables(hash.get());
        if (variables.isEmpty()) {
            faults.add(new FieldError(
                    at + "/ui/bundle", "names no page that was uploaded: send the page to POST /v1/bundles first"));
        } else {
            var inputs = spec.inputs().stream().map(input -> input.name()).collect(Collectors.toSet());
            variables.get().stream()
                    .filter(variable -> !inputs.contains(variable))
                    .limit(PageReader.MOST_FAULTS)
                    .map(variable -> new FieldError(
                            Pointers.child(at + "/input/properties", variable),
                            "is missing: the page shows ${" + variable + "}, so the input must have it"))
                    .forEach(faults::add);
        }
        if (!faults.isEmpty()) {
            throw new InvalidRequest(
                    "invalid-task-spec",
                    "The task spec cannot be used: " + faults.getFirst().pointer() + " "
                            + faults.getFirst().detail() + ".",
                    faults);
        }
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
