package dev.groundwork.payment.settlement;

import java.math.BigDecimal;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How workers repay what a reversal could not take from their balance. */
@ConfigMapping(prefix = "groundwork.payment.debt")
interface DebtConfig {

    /** The most of a day's earnings that goes into it. */
    @WithDefault("0.25")
    @DecimalMin("0") @DecimalMax("1") BigDecimal dailyShare();
}
