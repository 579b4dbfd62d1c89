package dev.groundwork.payment.payout;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.Optional;

import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How money leaves. */
@ConfigMapping(prefix = "groundwork.payment.payout")
public interface PayoutConfig {

    /** Balances below this amount wait for the next batch, unless finance names another minimum. */
    @WithDefault("1.00")
    @DecimalMin("0.01") BigDecimal minimum();

    /** Until when, in central European time, the bank executes a file on the same day. */
    @WithDefault("15:00")
    LocalTime cutOff();

    /** How many transfers share one line on the platform's bank statement. */
    @WithDefault("10000")
    @Min(1) @Max(100_000) int transfersPerBlock();

    /** The account that pays. */
    Debtor debtor();

    /** Key of the payout methods: 32 bytes, base64. Where it is absent, one is made at the first start and kept in the data folder. */
    Optional<String> vaultKey();

    /** Where a key that was made here is kept. Losing it makes every stored bank account unreadable. */
    @WithDefault(".groundwork/payment")
    String dataFolder();

    /** The account that pays. The defaults are the examples of the standard, for a marketplace on one machine. */
    interface Debtor {

        @WithDefault("Groundwork Local")
        String name();

        @WithDefault("DE89370400440532013000")
        String iban();

        @WithDefault("COBADEFFXXX")
        String bic();
    }
}
