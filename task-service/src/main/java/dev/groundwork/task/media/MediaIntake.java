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
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.UnsupportedMedia;

/**
 * Takes the bytes of a medium in: told by their type, bounded, and kept once under their hash.
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

    /** A stored medium. */
    record Stored(MediaType type, long bytes, String sha256) {}

    /**
     * Stores what the stream holds.
     *
     * @throws InvalidRequest {@code media-empty}
     * @throws TooLarge {@code media-too-large}
     * @throws UnsupportedMedia {@code media-type-not-supported}
     */
    Stored take(InputStream body) throws IOException {
        Path file = Files.createTempFile("medium", "");
        try {
            Stored stored = write(body, file);
            store.put(key(stored.sha256()), file);
            return stored;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** {@return where the bytes with this hash lie} */
    static String key(String sha256) {
        return sha256.substring(0, 2) + "/" + sha256;
    }

    private Stored write(InputStream body, Path file) throws IOException {
        MessageDigest digest = sha256();
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
        return new Stored(type, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static UnsupportedMedia notSupported() {
        return new UnsupportedMedia(
                "media-type-not-supported",
                "The bytes are none of: " + MediaType.IN_WORDS + ". What the request calls them does not matter.");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
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
