package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.TooLarge;
import dev.groundwork.kit.problem.UnsupportedMedia;

/** The bytes of media, each stored once under its hash. A file is complete as soon as it has its name. */
@ApplicationScoped
class MediaFolder {

    private static final int KEY_BYTES = 32;

    private final MediaConfig config;

    MediaFolder(MediaConfig config) {
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
    Stored store(InputStream body) throws IOException {
        Path incoming = Files.createDirectories(config.folder().resolve("incoming"));
        Path file = Files.createTempFile(incoming, "medium", "");
        try {
            Stored stored = write(body, file);
            Path target = fileOf(stored.sha256());
            Files.createDirectories(target.getParent());
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return stored;
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** {@return where the bytes with this hash lie} */
    Path fileOf(String sha256) {
        return config.folder().resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    /** {@return the key that signs links: made once, then kept} */
    byte[] key() throws IOException {
        Path file = Files.createDirectories(config.folder()).resolve("link.key");
        if (Files.notExists(file)) {
            byte[] fresh = new byte[KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            Path draft = Files.createTempFile(
                    config.folder(),
                    "link",
                    ".key",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try {
                Files.write(draft, fresh);
                // Whoever links first has made the key, also when two start at once.
                Files.createLink(file, draft);
            } catch (FileAlreadyExistsException alreadyMade) {
                // The other's key is the key.
            } finally {
                Files.deleteIfExists(draft);
            }
        }
        return Files.readAllBytes(file);
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
                            .orElseThrow(MediaFolder::notSupported);
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
