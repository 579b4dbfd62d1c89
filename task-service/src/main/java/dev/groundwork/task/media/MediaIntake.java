package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.kit.problem.UnsupportedMedia;
import dev.groundwork.task.media.strip.PixelLimit;
import dev.groundwork.task.media.strip.Strip;
import dev.groundwork.task.media.strip.Stripped;
import dev.groundwork.task.media.strip.UnusableMedium;

/**
 * Takes the bytes of a medium in: told by their type, bounded, and without what they tell beside their picture or sound.
 *
 * <p>What arrives lies in a temporary file until it is known to be good, so nothing of it stays when it is not.
 */
@ApplicationScoped
class MediaIntake {

    private final ObjectStore store;
    private final MediaConfig config;

    MediaIntake(ObjectStore store, MediaConfig config) {
        this.store = store;
        this.config = config;
    }

    /**
     * A medium whose clean bytes are stored.
     *
     * @param sha256 of what was uploaded, by which the same medium is known again
     * @param key where the clean bytes lie
     */
    record Taken(MediaType type, long bytes, String sha256, String key, long keptBytes, Stripped stripped) {

        /** {@return whether {@link #key} is of this medium alone} */
        boolean isUnturned() {
            return Medium.needsTurning(type, stripped.orientation());
        }
    }

    /** What was read off a stream. */
    private record Received(MediaType type, long bytes, String sha256) {}

    /**
     * Stores what the stream holds.
     *
     * @param id of the medium, if it is new
     * @throws InvalidRequest {@code media-empty}
     * @throws TooLarge {@code media-too-large}
     * @throws UnsupportedMedia {@code media-type-not-supported}
     * @throws Unprocessable {@code media-broken}, {@code media-too-many-pixels}
     */
    Taken take(UUID id, InputStream body) throws IOException {
        try (var work = new WorkFolder()) {
            Received received = write(body, work.file("received"));
            Path clean = work.file("clean");
            Stripped stripped = strip(received.type(), work.file("received"), clean);
            // One to be turned lies under a key of its own: it is deleted when the turned picture is there.
            String key = Medium.needsTurning(received.type(), stripped.orientation())
                    ? unturnedKey(id)
                    : key(Sha256.of(clean));
            store.put(key, clean);
            return new Taken(received.type(), received.bytes(), received.sha256(), key, Files.size(clean), stripped);
        }
    }

    /** {@return where the bytes with this hash lie} */
    static String key(String sha256) {
        return sha256.substring(0, 2) + "/" + sha256;
    }

    static String unturnedKey(UUID id) {
        return "unturned/" + id;
    }

    private Stripped strip(MediaType type, Path from, Path to) throws IOException {
        try {
            return Strip.strip(type, from, to, new PixelLimit(config.mostPixels()));
        } catch (UnusableMedium unusable) {
            String detail = unusable.getMessage() + ".";
            throw switch (unusable.fault()) {
                case BROKEN -> new Unprocessable("media-broken", detail);
                case TOO_MANY_PIXELS -> new Unprocessable("media-too-many-pixels", detail);
                case UNKNOWN_KIND -> new UnsupportedMedia("media-type-not-supported", detail);
            };
        }
    }

    private Received write(InputStream body, Path file) throws IOException {
        MessageDigest digest = Sha256.digest();
        byte[] buffer = new byte[64 * 1024];
        long bytes = 0;
        MediaType type = null;
        var text = new TextCheck();
        try (OutputStream out = Files.newOutputStream(file)) {
            // The first read is filled up: a stream may begin with a few bytes.
            int read = body.readNBytes(buffer, 0, buffer.length);
            while (read > 0) {
                if (type == null) {
                    type = MediaType.of(buffer, Math.min(read, MediaType.HEAD_BYTES))
                            .orElseThrow(MediaIntake::notSupported);
                }
                bytes += read;
                if (bytes > config.mostBytes()) {
                    throw new TooLarge(
                            "media-too-large",
                            "A medium may have " + config.mostBytes()
                                    + " bytes at most. Make it smaller, or host it and name it by https URL.");
                }
                if (type == MediaType.TEXT && !text.accepts(buffer, read)) {
                    throw notSupported();
                }
                digest.update(buffer, 0, read);
                out.write(buffer, 0, read);
                read = body.readNBytes(buffer, 0, buffer.length);
            }
        }
        if (type == null) {
            throw new InvalidRequest("media-empty", "The body is empty: send the bytes of the medium as they are.");
        }
        if (type == MediaType.TEXT && !text.endsWell()) {
            throw notSupported();
        }
        return new Received(type, bytes, Sha256.hex(digest));
    }

    private static UnsupportedMedia notSupported() {
        return new UnsupportedMedia(
                "media-type-not-supported",
                "The bytes are none of: " + MediaType.IN_WORDS + ". What the request calls them does not matter.");
    }

    /** Whether bytes are UTF-8 without control characters, asked piece by piece. */
    private static final class TextCheck {

        private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        private final CharBuffer chars = CharBuffer.allocate(64 * 1024 + 16);
        private ByteBuffer rest = ByteBuffer.allocate(0);

        boolean accepts(byte[] buffer, int length) {
            for (int i = 0; i < length; i++) {
                if (!MediaType.isTextByte(buffer[i])) {
                    return false;
                }
            }
            ByteBuffer bytes = ByteBuffer.allocate(rest.remaining() + length)
                    .put(rest)
                    .put(buffer, 0, length)
                    .flip();
            chars.clear();
            boolean fine = !decoder.decode(bytes, chars, false).isError();
            rest = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            return fine;
        }

        boolean endsWell() {
            chars.clear();
            return !decoder.decode(rest, chars, true).isError();
        }
    }
}
