package dev.groundwork.payment.reconciliation;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What comes from banks. */
@ConfigMapping(prefix = "groundwork.payment.bank")
interface BankConfig {

    /** The folder in which the bank's client leaves files; without it, files come by HTTP only. */
    Optional<String> inbox();

    /** How often the folder is looked at. */
    @WithDefault("30s")
    Duration every();

    /** Own accounts besides the one that pays payouts: IBANs without blanks. */
    Optional<List<String>> accounts();

    /** Longest file. What comes by HTTP is bounded by quarkus.http.limits.max-body-size besides. */
    @WithDefault("67108864")
    @Min(1_000) @Max(1_073_741_824) long mostBytes();

    /** Most movements, or reported transfers, in a file. */
    @WithDefault("200000")
    @Min(1) @Max(2_000_000) int mostEntries();

    /** Kinds of movements that are the bank's own charges, as ISO 20022 or the bank calls them. */
    @WithDefault("CHRG,COMM,FEES")
    List<String> feeCodes();

    /** Charges above it are looked at by people. */
    @WithDefault("500.00")
    @DecimalMin("0") BigDecimal feeLimit();
}
