package dev.groundwork.task.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.spec.Pointers;
import dev.groundwork.task.spec.TaskSpec;

import io.agroal.api.AgroalDataSource;

/** The pages that draw tasks, each stored once and known by the hash of its bytes. None is ever changed or deleted. */
@ApplicationScoped
public class Bundles {

    /** What a page may have at most, in bytes of UTF-8. */
    static final int MOST_BYTES = 512 * 1024;

    private static final String PREFIX = "sha256-";

    private final AgroalDataSource db;
    private final Clock clock;

    Bundles(AgroalDataSource db, Clock clock) {
        this.db = db;
        this.clock = clock;
    }

    /**
     * A page that was looked through and is kept.
     *
     * @param hash SHA-256 of its bytes, in hex
     */
    record Kept(String hash, int bytes, Page page) {

        /** {@return the name that {@code ui.bundle} of a spec has for it} */
        String name() {
            return PREFIX + hash;
        }
    }

    /**
     * Looks through a page and keeps it; one that is kept already stays as it is.
     *
     * @param requesterId who uploads it
     * @throws TooLarge {@code bundle-too-large}
     * @throws Unprocessable {@code bundle-rejected}, with the line of each fault
     */
    Kept keep(UUID requesterId, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new TooLarge(
                    "bundle-too-large",
                    "The page has more than " + MOST_BYTES / 1024
                            + " KB. Upload pictures and sounds by POST /v1/media and name them in the input of the tasks.");
        }
        String html = text(bytes);
        Page page = PageReader.read(html);
        if (!page.faults().isEmpty()) {
            throw rejected(page.faults());
        }
        String hash = hash(bytes);
        insert(hash, html, bytes.length, requesterId);
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

    private void insert(String hash, String html, int bytes, UUID requesterId) {
        try (var connection = db.getConnection();
                var insert =
                        connection.prepareStatement("insert into bundle (hash, html, bytes, requester_id, created_at)"
                                + " values (?, ?, ?, ?, ?) on conflict (hash) do nothing")) {
            insert.setString(1, hash);
            insert.setString(2, html);
            insert.setInt(3, bytes);
            insert.setObject(4, requesterId);
            insert.setTimestamp(5, Timestamp.from(clock.instant()));
            insert.executeUpdate();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot store the page " + hash, failure);
        }
    }

    /**
     * The text of a page.
     *
     * @param hash SHA-256 of its bytes, in hex
     * @throws NotFound {@code bundle-not-found}
     */
    String html(String hash) {
        return find(hash).orElseThrow(() -> new NotFound("bundle", hash));
    }

    /**
     * Refuses a spec that is drawn by a page that is not there, or that shows what no task of it will have.
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
        var html = find(hash.get());
        if (html.isEmpty()) {
            faults.add(new FieldError(
                    at + "/ui/bundle", "names no page that was uploaded: send the page to POST /v1/bundles first"));
        } else {
            var inputs = spec.inputs().stream().map(input -> input.name()).collect(Collectors.toSet());
            PageReader.read(html.get()).variables().stream()
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

    private Optional<String> find(String hash) {
        try (var connection = db.getConnection();
                var query = connection.prepareStatement("select html from bundle where hash = ?")) {
            query.setString(1, hash);
            try (var row = query.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read the page " + hash, failure);
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
