package dev.groundwork.task.assignment;

import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The clocks of a dispute. Each acts on what starts after a change: what a worker was told stands. */
@ConfigMapping(prefix = "groundwork.task.dispute")
public interface DisputeConfig {

    /** How long a worker may appeal against a rejection; until then its money goes nowhere. */
    @WithDefault("14D")
    Duration appealWindow();

    /** How long adjudicators have to rule on an appeal; without a ruling the worker is right. */
    @WithDefault("14D")
    Duration rulingWindow();
}
