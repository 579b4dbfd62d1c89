package dev.groundwork.task.job;

import java.math.BigDecimal;
import java.time.Duration;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.PositiveOrZero;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is asked of a job before everything of it opens: the working time is measured on a few workers first. */
@ConfigMapping(prefix = "groundwork.pilot")
public interface PilotConfig {

    /** How many different workers are measured at least; zero opens jobs at once, priced by their requester's estimate. */
    @WithDefault("10")
    @PositiveOrZero int workers();

    /** The most that a pilot may take of a job's answers, as a part of them; one answer it may always take. */
    @WithDefault("0.05")
    @DecimalMin("0") @DecimalMax("1") BigDecimal share();

    /** How long a pilot waits for all of its answers; then what is measured decides, or else a small crowd would stall it for ever. */
    @WithDefault("PT24H")
    Duration patience();
}
