package dev.groundwork.task.media;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

import jakarta.validation.constraints.Positive;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where media lie, how much of them is taken, and how they are shown to workers. */
@ConfigMapping(prefix = "groundwork.media")
public interface MediaConfig {

    /** Where objects lie: {@code folder} or {@code s3}. */
    @WithDefault("folder")
    Store store();

    /** Folder of the objects, and of the key of the links when none is configured. */
    @WithDefault(".groundwork/media")
    Path folder();

    /** The bucket; used with {@code store=s3} only. */
    S3 s3();

    /** The largest medium. */
    @WithDefault("26214400")
    @Positive long mostBytes();

    /** The most pixels of one picture. */
    @WithDefault("64000000")
    @Positive long mostPixels();

    /** The longest sound that peaks are made of. */
    @WithDefault("PT4H")
    Duration longestSound();

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

    /** The kinds of places. */
    enum Store {
        FOLDER,
        S3
    }

    /** A bucket that speaks S3. */
    interface S3 {

        /** Address of the server; left out for Amazon's own. */
        Optional<URI> endpoint();

        /** It has to exist. */
        Optional<String> bucket();

        @WithDefault("us-east-1")
        String region();

        /** Whether the bucket stands in the path of an address instead of the name of the host: most servers but Amazon's want it. */
        @WithDefault("false")
        boolean pathStyle();

        /** Together with {@link #secretKey}; without both, the usual places are looked through: environment, profile, role. */
        Optional<String> accessKey();

        Optional<String> secretKey();

        /** Whether those who look at a medium are sent to the bucket for its bytes, by an address that works for a minute. */
        @WithDefault("false")
        boolean presigned();
    }
}
