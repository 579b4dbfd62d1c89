package dev.groundwork.payment.bank;

import java.time.DateTimeException;
import java.time.LocalDate;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.StorableText;
import dev.groundwork.payment.bank.Statement.Balance;

import org.jspecify.annotations.Nullable;

/** The single values of a statement, as texts that can be stored and numbers that are in range. */
final class StatementValues {

    private static final int LONGEST_REFERENCE = 140;

    private StatementValues() {}

    static LocalDate date(BankXml xml) {
        var date = new StringBuilder();
        xml.each(choice -> date.append(xml.text()));
        try {
            return LocalDate.parse(date.length() > 10 ? date.substring(0, 10) : date.toString());
        } catch (DateTimeException e) {
            throw BankXml.malformed("a date is none");
        }
    }

    static boolean credit(String indicator) {
        return switch (indicator) {
            case "CRDT" -> true;
            case "DBIT" -> false;
            default -> throw BankXml.malformed("CdtDbtInd is neither CRDT nor DBIT");
        };
    }

    static long number(String text) {
        try {
            long number = Long.parseLong(text);
            if (number >= 0 && number < 1_000_000_000_000L) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw BankXml.malformed("a count is no number");
        }
        throw BankXml.malformed("a count is out of range");
    }

    static String reference(String text) {
        return storable(text, LONGEST_REFERENCE);
    }

    static String short35(String text) {
        return storable(text, 35);
    }

    static String short36(String text) {
        return storable(text, 36);
    }

    private static String storable(String text, int most) {
        String stripped = text.strip();
        if (StorableText.faultOf(stripped) != null) {
            throw BankXml.malformed("a text has characters that cannot be stored");
        }
        return stripped.length() <= most
                ? stripped
                : stripped.substring(0, Character.isHighSurrogate(stripped.charAt(most - 1)) ? most - 1 : most);
    }

    /** An amount in minor units with its currency. */
    static final class AmountFields {

        /** Below zero: not there. */
        long minor = -1;

        String currency = "";

        @Nullable Boolean credit;

        @Nullable LocalDate on;

        void read(BankXml xml) {
            String code = xml.attribute("Ccy");
            String text = xml.text();
            try {
                var money = Money.parse(text, code == null ? "" : code);
                currency = money.currency();
                minor = money.minor();
            } catch (InvalidRequest e) {
                throw BankXml.malformed("an amount is none: " + e.code());
            }
        }

        Balance balance() {
            LocalDate day = on;
            if (minor < 0 || credit == null || day == null) {
                throw BankXml.malformed("a balance needs Amt, CdtDbtInd and Dt");
            }
            return new Balance(credit ? minor : -minor, currency, day);
        }
    }
}
