package dev.groundwork.payment.rail.sepa;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How SEPA credit transfers leave. */
@ConfigMapping(prefix = "groundwork.payment.rail.sepa")
public interface SepaConfig {

    /** Until when the bank executes a file on the same day. */
    @WithDefault("15:00")
    LocalTime cutOff();

    /** Where the bank's clock hangs. */
    @WithDefault("Europe/Amsterdam")
    ZoneId zone();

    /** How many transfers share one line on the platform's bank statement. */
    @WithDefault("10000")
    @Min(1) @Max(100_000) int transfersPerBlock();

    /** How many transfers go into one file; a batch of more becomes several files. */
    @WithDefault("25000")
    @Min(1) @Max(100_000) int transfersPerFile();

    /** Which version of pain.001 the bank takes. */
    @WithDefault("V09")
    Pain001.Version version();

    /**
     * The folder from which the channel to the bank takes files. Without it a person fetches each file, gives it to the bank and
     * says so.
     */
    Optional<String> spool();

    /** Whether the bank is asked to check that names belong to accounts; it does so for single transfers in any case. */
    @WithDefault("true")
    boolean verifyPayees();

    /** The account that pays. */
    Debtor debtor();

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
