package dev.groundwork.payment.payout;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.sepa.LatinText;
import dev.groundwork.payment.rail.sepa.SepaCountries;

import org.apache.commons.validator.routines.IBANValidator;
import org.jspecify.annotations.Nullable;

/**
 * A bank account that a SEPA transfer can reach.
 *
 * @param holderName as the bank knows it, in any script that can be written in Latin letters
 * @param iban upper case, without blanks; its check digits are right
 * @param bic null where the bank finds it by the IBAN
 */
record BankAccount(
        String holderName,
        String iban,
        @Nullable String bic,
        @Nullable String town,
        @Nullable String country) implements PayeeAccount {

    private static final Pattern BIC = Pattern.compile("[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}([A-Z0-9]{3})?");
    private static final int NAME_LENGTH = 70;

    /** @throws Unprocessable {@code iban-invalid}, {@code iban-outside-sepa}, {@code bic-invalid}, {@code holder-name-unusable} */
    static BankAccount of(
            String holderName, String iban, @Nullable String bic, @Nullable String town, @Nullable String country) {
        String compact = compact(iban);
        if (!IBANValidator.getInstance().isValid(compact)) {
            throw new Unprocessable(
                    "iban-invalid",
                    "This is not an IBAN: its length or its check digits are wrong. Copy it from your bank statement.");
        }
        if (!SepaCountries.reaches(compact)) {
            throw new Unprocessable(
                    "iban-outside-sepa",
                    "Accounts in " + compact.substring(0, 2)
                            + " cannot be reached by SEPA transfers; name an account in a SEPA country.");
        }
        String compactBic = bic == null || bic.isBlank() ? null : compact(bic);
        if (compactBic != null && !BIC.matcher(compactBic).matches()) {
            throw new Unprocessable(
                    "bic-invalid",
                    "A BIC has 8 or 11 letters and digits, such as COBADEFFXXX; it may also be left out.");
        }
        if (LatinText.of(holderName, NAME_LENGTH).isEmpty()) {
            throw new Unprocessable(
                    "holder-name-unusable",
                    "Banks read Latin letters only: write the holder's name as it stands on the bank card.");
        }
        return new BankAccount(holderName.strip(), compact, compactBic, blankToNull(town), blankToNull(country));
    }

    @Override
    public String rail() {
        return "SEPA";
    }

    @Override
    public String identity() {
        return iban;
    }

    /** {@return country, check digits and the last four characters, the rest hidden} */
    @Override
    public String masked() {
        return iban.substring(0, 4) + " **** " + iban.substring(iban.length() - 4);
    }

    @Override
    public Destination.Bank destination() {
        return new Destination.Bank(holderName, iban, bic, town, country);
    }

    private static String compact(String text) {
        return text.replaceAll("\\s+", "").toUpperCase(Locale.ROOT);
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
