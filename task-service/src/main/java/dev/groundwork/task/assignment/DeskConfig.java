package dev.groundwork.task.assignment;

import java.time.Duration;

import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.PositiveOrZero;

import dev.groundwork.kit.commit.GroupCommit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How submissions, heartbeats, returns and reviews are gathered into transactions. */
@ConfigMapping(prefix = "groundwork.task.desk")
public interface DeskConfig {

    /** How many changes one transaction takes at most. */
    @WithDefault("128")
    @Positive int maxBatch();

    /** How long at most the first change waits for company while callers come side by side; zero takes what is there. */
    @WithDefault("0.008S")
    Duration linger();

    /** Transactions at a time; one job's counters let through one at a time anyway. */
    @WithDefault("1")
    @Positive int lanes();

    /** How many callers may wait before more are asked to come back later. */
    @WithDefault("20000")
    @PositiveOrZero int queueLimit();

    /** {@return the settings of the group commit} */
    default GroupCommit.Settings settings() {
        return new GroupCommit.Settings(maxBatch(), linger(), lanes(), queueLimit());
    }
}
