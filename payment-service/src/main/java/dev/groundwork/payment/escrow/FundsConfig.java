package dev.groundwork.payment.escrow;

import java.math.BigDecimal;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What a job costs above its rewards. A change acts on jobs published after it. */
@ConfigMapping(prefix = "groundwork.payment.funds")
public interface FundsConfig {

    /** The platform's fee as a share of each reward. */
    @WithDefault("0.20")
    @DecimalMin("0") @DecimalMax("10") BigDecimal feeRate();

    /** Held above the rewards for top-ups to the wage floor, as a share of them; given back when it is not needed. */
    @WithDefault("0.25")
    @DecimalMin("0") @DecimalMax("10") BigDecimal reserveRate();
}
