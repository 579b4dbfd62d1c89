package dev.groundwork.payment.rail.sepa;

import java.util.Set;

/** The countries and territories whose accounts a SEPA credit transfer reaches. */
public final class SepaCountries {

    /** By the first two letters of their IBANs: the French and British territories use those of FR and GB. */
    private static final Set<String> CODES = Set.of(
            "AD", "AL", "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GI", "GR", "HR",
            "HU", "IE", "IS", "IT", "LI", "LT", "LU", "LV", "MC", "MD", "ME", "MK", "MT", "NL", "NO", "PL", "PT", "RO",
            "RS", "SE", "SI", "SK", "SM", "VA");

    private SepaCountries() {}

    /** {@return whether an account with this IBAN can be paid} */
    public static boolean reaches(String iban) {
        return iban.length() > 2 && CODES.contains(iban.substring(0, 2));
    }
}
