package dev.groundwork.demo;

import java.math.BigInteger;

/** Account numbers that banks would accept by their form; nobody's. */
final class Iban {

    private static final BigInteger MODULUS = BigInteger.valueOf(97);

    private Iban() {}

    /**
     * {@return a German IBAN with right check digits}
     *
     * @param number from 0, tells the accounts apart
     */
    static String of(long number) {
        // 8 digits of a bank that does not exist, 10 digits of the account.
        var bban = "99999999%010d".formatted(number);
        // ISO 7064 MOD 97-10: country letters count from 10 (D = 13, E = 14), check digits start as 00.
        var check = 98 - new BigInteger(bban + "131400").mod(MODULUS).intValueExact();
        return "DE%02d%s".formatted(check, bban);
    }

    /** {@return whether the check digits fit} */
    static boolean isValid(String iban) {
        if (!iban.matches("[A-Z]{2}\\d{2}[A-Z0-9]{11,30}")) {
            return false;
        }
        var digits = new StringBuilder();
        (iban.substring(4) + iban.substring(0, 4)).chars().forEach(c -> digits.append(Character.digit(c, 36)));
        return new BigInteger(digits.toString()).mod(MODULUS).intValueExact() == 1;
    }
}
