package dev.groundwork.payment.benefit;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.YearMonth;
import java.util.UUID;

import dev.groundwork.payment.ledger.AccountName;

import org.jspecify.annotations.Nullable;

/**
 * A share of what workers earn in a currency that is laid aside for their benefits.
 *
 * @param code names it, such as {@code health-eur}
 * @param rate between 0 and 1, such as 0.05
 * @param lastMonth null while it goes on
 */
record BenefitScheme(
        UUID id,
        String code,
        String name,
        String currency,
        BigDecimal rate,
        YearMonth firstMonth,
        @Nullable YearMonth lastMonth) {

    /** {@return the share of so much, in whole minor units; what is left over counts with what comes later} */
    long share(long earnedMinor) {
        return rate.multiply(BigDecimal.valueOf(earnedMinor))
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }

    AccountName fund() {
        return AccountName.benefits(id, currency);
    }
}
