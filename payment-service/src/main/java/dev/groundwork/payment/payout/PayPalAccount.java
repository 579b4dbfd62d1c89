package dev.groundwork.payment.payout;

import java.util.Locale;
import java.util.regex.Pattern;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.rail.Destination;

/**
 * A worker's own account with PayPal.
 *
 * @param accountId its address for mail, or PayPal's own name for it
 */
record PayPalAccount(String accountId) implements PayeeAccount {

    private static final int LONGEST = 127;

    /** What any mail server takes without quotes (RFC 5321 dot-string): an address beyond it would have a whole message refused. */
    private static final Pattern MAIL =
            Pattern.compile("(?=[^@]{1,64}@)[\\w!#$%&'*+/=?^`{|}~-]+(?:\\.[\\w!#$%&'*+/=?^`{|}~-]+)*"
                    + "@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\\.)+[A-Za-z]{2,63}");

    private static final Pattern ID = Pattern.compile("[A-Z0-9]{13}");

    /** @throws Unprocessable {@code paypal-account-invalid} */
    static PayPalAccount of(String accountId) {
        String account = accountId.strip();
        if (account.length() > LONGEST
                || !(MAIL.matcher(account).matches() || ID.matcher(account).matches())) {
            throw new Unprocessable(
                    "paypal-account-invalid",
                    "A PayPal account is named by its address for mail, such as wanda@example.org, or by its 13 letters and"
                            + " digits.");
        }
        return new PayPalAccount(account);
    }

    @Override
    public String rail() {
        return "PAYPAL";
    }

    @Override
    public String masked() {
        int at = accountId.indexOf('@');
        return at < 0
                ? "**** " + accountId.substring(accountId.length() - 4)
                : accountId.charAt(0) + "****" + accountId.substring(at);
    }

    /** Mail goes to the same place whatever the case of its address. */
    @Override
    public String identity() {
        return accountId.toLowerCase(Locale.ROOT);
    }

    @Override
    public Destination destination() {
        return new Destination.ProviderAccount(accountId);
    }
}
