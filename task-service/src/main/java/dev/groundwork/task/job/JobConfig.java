package dev.groundwork.task.job;

import java.math.BigDecimal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What the marketplace adds to the rewards; the payment-service is configured with the same rates and charges them. */
@ConfigMapping(prefix = "groundwork.payment")
public interface JobConfig {

    /** The platform's fee, as a part of the reward. */
    @WithDefault("0.20")
    BigDecimal feeRate();

    /** What is held for top-ups to the wage floor, as a part of all rewards together. */
    @WithDefault("0.25")
    BigDecimal reserveRate();
}
