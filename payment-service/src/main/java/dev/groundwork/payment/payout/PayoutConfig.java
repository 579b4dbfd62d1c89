package dev.groundwork.payment.payout;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /** How long a balance below the minimum waits before it is paid all the same. */
    @WithDefault("90d")
    Duration sweepAfter();

    /**
     * How long a rail that tells the end of payouts by itself may take for it, from when it was given one; after that two people may
     * say what became of it.
     */
    @WithDefault("72h")
    Duration untoldAfter();

    /** How many payouts of a batch a step has in memory at a time: some kilobytes each, with their postings and events. */
    @WithDefault("5000")
    @Min(value = 1, message = "is how many payouts a step has in memory: set it from 1 to 50000") @Max(value = 50_000, message = "is how many payouts a step has in memory: set it from 1 to 50000") int page();

    /** Who may let money go. */
    Approval approval();

    /** Key of the payout methods: 32 bytes, base64. Where it is absent, one is made at the first start and kept in the data folder. */
    Optional<String> vaultKey();

    /** Where a key that was made here is kept. Losing it makes every stored bank account unreadable. */
    @WithDefault(".groundwork/payment")
    String dataFolder();

    /** Drafts that are collected by themselves, by a name of each schedule. */
    Map<String, Collection> collections();

    /** When payouts are collected into a draft, which a person looks at. */
    interface Collection {

        String rail();

        String currency();

        /** As {@link PayoutConfig#minimum()}, for these drafts. */
        Optional<BigDecimal> minimum();

        @WithDefault("MONDAY,TUESDAY,WEDNESDAY,THURSDAY,FRIDAY")
        Set<DayOfWeek> days();

        /** How long before the rail's cut-off. */
        @WithDefault("3h")
        Duration before();

        /** The end of the day (UTC) for a rail that takes payments at any time. */
        @WithDefault("12:00")
        LocalTime at();
    }

    /** Who may let money go. */
    interface Approval {

        /** How many people have to approve a batch that no band is for. */
        @WithDefault("1")
        @Min(1) @Max(9) int people();

        /**
         * From which total how many people have to approve it: in dollars, at the rate of the day on which it was proposed; in the
         * currency of the batch where none is known.
         */
        Map<Long, @Min(1) @Max(9) Integer> bands();

        /** How much one person may approve in one day (UTC) and currency, in major units; without it, any amount. */
        Optional<BigDecimal> perPersonAndDay();

        /** How long ago a person may have logged in to approve, reject or release; without it, any time. */
        Optional<Duration> loginWithin();

        /**
         * How long a payout method that was changed rests: for so long it is not collected into a batch, unless it is the worker's
         * first, and whoever changed it may not approve a batch of that worker.
         */
        @WithDefault("48h")
        Duration methodRest();
    }
}
