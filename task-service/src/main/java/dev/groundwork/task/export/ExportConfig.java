package dev.groundwork.task.export;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How exports are made and kept. */
@ConfigMapping(prefix = "groundwork.export")
public interface ExportConfig {

    /** How many this process writes at the same time; each holds a database connection while it lasts. */
    @WithDefault("2")
    @Positive int concurrent();

    /** How many of one requester may wait or run at the same time. */
    @WithDefault("20")
    @Positive int mostOpen();

    /** How often one is begun before it is given up. */
    @WithDefault("3")
    @Positive int attempts();

    /** How long a file is kept. */
    @WithDefault("P7D")
    Duration keep();

    /** After how long without a sign of life an export is begun again, by this process or another. */
    @WithDefault("PT1M")
    Duration lease();

    /** How long an export waits for results to follow the answers, when answers came of late. */
    @WithDefault("PT2M")
    Duration patience();

    /** Where files are written before they are kept; the system's folder for temporary files when not said. */
    Optional<Path> scratch();
}
