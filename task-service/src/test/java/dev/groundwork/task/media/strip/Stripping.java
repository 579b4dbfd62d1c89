package dev.groundwork.task.media.strip;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import dev.groundwork.task.media.MediaType;
import dev.groundwork.task.media.strip.UnusableMedium.Fault;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Cleans files that tests make, and looks at what comes out. */
abstract class Stripping {

    private static final PixelLimit LIMIT = new PixelLimit(1_000_000);

    @TempDir
    Path folder;

    private byte @Nullable [] clean;

    /** {@return what is known of the file; its clean bytes are {@link #clean} then} */
    final Stripped strip(MediaType type, byte[] bytes) throws IOException {
        Path from = Files.write(folder.resolve("from"), bytes);
        Path to = folder.resolve("to");
        Stripped stripped = Strip.strip(type, from, to, LIMIT);
        clean = Files.readAllBytes(to);
        return stripped;
    }

    /** {@return the clean bytes of the last file} */
    final byte[] clean() {
        return Objects.requireNonNull(clean);
    }

    final void assertRefused(MediaType type, byte[] bytes, Fault fault, String word) {
        assertThatThrownBy(() -> strip(type, bytes))
                .isInstanceOfSatisfying(UnusableMedium.class, refused -> assertThat(refused.fault())
                        .isEqualTo(fault))
                .hasMessageContaining(word);
    }
}
