package dev.groundwork.task.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.Unprocessable;

/**
 * What a job may cost at most.
 *
 * @param assignments how many rewards that is
 * @param base the rewards
 * @param fee the platform's part, rounded up once for each assignment, as it will be charged
 * @param reserve kept for top-ups to the wage floor; what is not used goes back
 */
public record JobPrice(long assignments, Money base, Money fee, Money reserve, Money total) {

    /**
     * The price of a number of assignments.
     *
     * @param feeRate part of the reward, such as 0.20
     * @param reserveRate part of all rewards together, such as 0.25
     * @throws Unprocessable {@code job-too-large} when the sum is beyond what can be counted
     */
    public static JobPrice of(Money reward, long assignments, BigDecimal feeRate, BigDecimal reserveRate) {
        try {
            Money base = reward.times(assignments);
            Money fee = feeOn(reward, feeRate).times(assignments);
            Money reserve = part(base, reserveRate);
            return new JobPrice(assignments, base, fee, reserve, base.plus(fee).plus(reserve));
        } catch (ArithmeticException tooLarge) {
            throw new Unprocessable(
                    "job-too-large",
                    "The price of " + assignments + " assignments at " + reward
                            + " is more than can be counted. Split the job.");
        }
    }

    /** {@return the fee on one reward} */
    public static Money feeOn(Money reward, BigDecimal feeRate) {
        return part(reward, feeRate);
    }

    /**
     * Refuses a price over the budget.
     *
     * @throws Unprocessable {@code over-budget}
     */
    void orRefuseOver(Money budget) {
        if (total.compareTo(budget) > 0) {
            throw new Unprocessable(
                    "over-budget",
                    "The job may cost up to " + total.decimal() + " " + total.currency() + " (rewards "
                            + base.decimal() + ", fee " + fee.decimal() + ", reserve " + reserve.decimal()
                            + "), and its budget is " + budget.decimal()
                            + ". Make a job with a higher budget, fewer tasks or a lower overlap.",
                    Map.of(
                            "total", total.decimal(),
                            "budget", budget.decimal(),
                            "currency", total.currency()));
        }
    }

    private static Money part(Money whole, BigDecimal rate) {
        BigDecimal minor = BigDecimal.valueOf(whole.minor()).multiply(rate).setScale(0, RoundingMode.CEILING);
        return new Money(minor.longValueExact(), whole.currency());
    }
}
