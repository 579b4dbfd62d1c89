package dev.groundwork.task.importing;

import java.nio.file.Path;
import java.util.Optional;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of imports. */
@ConfigMapping(prefix = "groundwork.import")
public interface ImportConfig {

    /** The largest project that is taken, in bytes. */
    @WithDefault("268435456")
    @Positive long mostBytes();

    /** How many projects are read at once; each takes room on the disk. */
    @WithDefault("4")
    @Positive int concurrent();

    /** Where a project lies while it is read; the system's folder for temporary files when not said. */
    Optional<Path> scratch();
}
