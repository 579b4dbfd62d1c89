package dev.groundwork.task.media;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

import jakarta.enterprise.context.ApplicationScoped;

/** The secret that signs links: the configured one, or one that is made once and kept in the folder of media. */
@ApplicationScoped
class LinkKey {

    private static final int LEAST_CHARACTERS = 32;
    private static final int BYTES = 32;

    private final MediaConfig config;

    LinkKey(MediaConfig config) {
        this.config = config;
    }

    byte[] bytes() {
        if (config.linkKey().isPresent()) {
            String configured = config.linkKey().get();
            if (configured.length() < LEAST_CHARACTERS) {
                throw new IllegalStateException("groundwork.media.link-key has " + configured.length()
                        + " characters; it needs at least " + LEAST_CHARACTERS);
            }
            return configured.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return kept();
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot keep the key of media links in " + config.folder(), failure);
        }
    }

    private byte[] kept() throws IOException {
        Path file = Files.createDirectories(config.folder()).resolve("link.key");
        if (Files.notExists(file)) {
            byte[] fresh = new byte[BYTES];
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
}
