package dev.groundwork.payment.escrow;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What is held for a job, in minor units: rewards of all assignments, fees on them, and a reserve for top-ups to the wage
 * floor.
 */
public record JobPrice(long base, long fee, long reserve) {

    /**
     * @param reward of one assignment
     * @throws ArithmeticException when the price leaves the range of 64 bits
     */
    public static JobPrice of(long reward, long assignments, BigDecimal feeRate, BigDecimal reserveRate) {
        long base = Math.multiplyExact(reward, assignments);
        long fee = Math.multiplyExact(share(reward, feeRate), assignments);
        long reserve = share(base, reserveRate);
        Math.addExact(Math.addExact(base, fee), reserve);
        return new JobPrice(base, fee, reserve);
    }

    /** {@return the fee on one reward: rounded up to the minor unit, once for each approval} */
    public static long fee(long reward, BigDecimal feeRate) {
        return share(reward, feeRate);
    }

    public long total() {
        return base + fee + reserve;
    }

    private static long share(long amount, BigDecimal rate) {
        return BigDecimal.valueOf(amount)
                .multiply(rate)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }
}
