package dev.groundwork.task.media;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where media lie, and how they are shown to workers. */
@ConfigMapping(prefix = "groundwork.media")
public interface MediaConfig {

    /** Folder of the bytes, and of the key of the links when none is configured. */
    @WithDefault(".groundwork/media")
    Path folder();

    /** The largest medium. */
    @WithDefault("26214400")
    @Positive long mostBytes();

    /**
     * Secret that signs the links, at least 32 characters. Instances of the service need the same; without one, a key is
     * made at the first start and kept in the folder.
     */
    Optional<String> linkKey();

    /** How long a link that a worker is given works. */
    @WithDefault("PT1H")
    Duration linkLife();

    /** What stands in front of the path of a link, such as {@code https://media.example.org}; empty for the same host. */
    Optional<String> publicUrl();
}
