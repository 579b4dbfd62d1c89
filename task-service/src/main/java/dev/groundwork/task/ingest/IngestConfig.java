package dev.groundwork.task.ingest;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Bounds of bulk uploads. */
@ConfigMapping(prefix = "groundwork.ingest")
public interface IngestConfig {

    /** How many uploads are taken at the same time; each holds a database connection while it lasts. */
    @WithDefault("4")
    @Positive int uploads();

    /** The most rows of one upload. */
    @WithDefault("10000000")
    @Positive long rows();
}
