package dev.groundwork.payment.fairness;

import java.time.LocalDate;
import java.util.List;

import dev.groundwork.kit.money.MoneyBody;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The fairness numbers of four weeks that are over.
 *
 * @param method version of the definitions below
 * @param groupsOf groups of fewer workers are left out, and counted
 */
@Schema(name = "FairnessReport")
record FairnessReport(
        @Schema(description = "Version of these definitions", examples = "1")
        int method,

        @Schema(description = "Monday of the first week", examples = "2026-10-26")
        LocalDate firstWeek,

        @Schema(description = "Monday of the last week", examples = "2026-11-16")
        LocalDate lastWeek,

        @Schema(description = "Groups of fewer workers are left out, and counted", examples = "10")
        int groupsOf,

        List<CurrencyPart> currencies,

        @Schema(description = "Currencies with too few workers to be shown")
        int currenciesLeftOut,

        PayGap payGap) {

    /** Of the workers who are paid in one currency and were active for an hour at least. */
    @Schema(name = "FairnessOfCurrency")
    record CurrencyPart(
            @Schema(examples = "EUR") String currency,
            long workers,

            @Schema(description = "Active hours of paid and unpaid attempts, in seconds")
            long activeSeconds,

            @Schema(description = "Hourly pay over paid time: rewards and top-ups by the time of what was paid")
            Hourly paidTime,

            @Schema(description = "Hourly pay over all time: the same money by paid and unpaid time")
            Hourly allTime,

            @Schema(description = "Unpaid time by all time", examples = "0.2500")
            String unpaidShare,

            @Schema(description = "What was added to lift weeks to the wage floor")
            MoneyBody toppedUp) {}

    @Schema(name = "HourlyPay")
    record Hourly(
            MoneyBody median,

            @Schema(description = "A tenth of the workers earn less")
            MoneyBody tenth,

            @Schema(description = "Share of workers at their wage floor or above", examples = "0.9876")
            String coverage) {}

    /** Earned for the same job, by the country of the worker: with top-ups, over all time. */
    @Schema(name = "PayGap")
    record PayGap(
            @Schema(
                    description = "Hours-weighted mean of the ratios within each job; 1 where all earn alike",
                    examples = "0.9720")
            String index,

            @Schema(description = "Groups that were compared")
            int groups,

            @Schema(description = "Groups with too few workers to be compared")
            int groupsLeftOut,

            @Schema(description = "Countries whose own index is under 0.95")
            List<CountryGap> flagged) {}

    @Schema(name = "CountryGap")
    record CountryGap(
            @Schema(examples = "KE") String country,
            @Schema(examples = "0.9140") String index) {}
}
