package dev.groundwork.task.claim;

import java.time.Duration;

import jakarta.validation.constraints.Positive;

import dev.groundwork.kit.commit.GroupCommit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How claims are gathered into transactions. */
@ConfigMapping(prefix = "groundwork.task.claim")
public interface ClaimConfig {

    /** How many claims one transaction takes at most. */
    @WithDefault("128")
    @Positive int maxBatch();

    /** How long at most the first claim waits for company while callers come side by side; zero takes what is there. */
    @WithDefault("0.008S")
    Duration linger();

    /** Transactions at a time; claims of one job share a lane, as its slots are handed out one batch at a time. */
    @WithDefault("1")
    @Positive int lanes();

    /** How many callers may wait in a lane before more are asked to come back later. */
    @WithDefault("20000")
    @Positive int queueLimit();

    /** {@return the settings of the group commit} */
    default GroupCommit.Settings settings() {
        return new GroupCommit.Settings(maxBatch(), linger(), lanes(), queueLimit());
    }
}
