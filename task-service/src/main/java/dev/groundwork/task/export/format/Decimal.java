package dev.groundwork.task.export.format;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers as formats write them: no exponent, no more digits than mean something, the same on every machine. */
final class Decimal {

    private static final int PIXEL_DIGITS = 2;
    private static final int SHARE_DIGITS = 6;

    private Decimal() {}

    /** {@return pixels to the hundredth} */
    static BigDecimal pixels(double value) {
        return shortest(value, PIXEL_DIGITS);
    }

    /** {@return a percentage or a share, to the sixth digit} */
    static BigDecimal exact(double value) {
        return shortest(value, SHARE_DIGITS);
    }

    /** {@return a part of a whole, within it, with six digits} */
    static String share(double part, double whole) {
        double share = Math.min(1, Math.max(0, part / whole));
        return BigDecimal.valueOf(share)
                .setScale(SHARE_DIGITS, RoundingMode.HALF_UP)
                .toPlainString();
    }

    private static BigDecimal shortest(double value, int digits) {
        BigDecimal rounded =
                BigDecimal.valueOf(value).setScale(digits, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0, RoundingMode.UNNECESSARY) : rounded;
    }
}
