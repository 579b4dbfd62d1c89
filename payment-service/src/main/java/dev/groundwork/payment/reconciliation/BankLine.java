package dev.groundwork.payment.reconciliation;

import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.bank.Statement.Line;

/**
 * One line of a statement on its way into the books.
 *
 * @param position from 1, the order of the statement
 * @param closingOn the day of the statement, for lines that name none
 */
record BankLine(UUID id, UUID accountId, UUID statementId, int position, Line line, LocalDate closingOn) {

    /** What a line turned out to be. */
    enum Outcome {
        PAYOUT("PAYOUT_BOOKED"),
        PAYOUT_BLOCK("PAYOUT_BOOKED"),
        RETURN("PAYOUT_RETURNED"),
        DEPOSIT("DEPOSIT"),
        FEE("FEE"),
        /** Nobody knows yet. */
        SUSPENSE("SUSPENSE");

        private final String said;

        Outcome(String said) {
            this.said = said;
        }

        String said() {
            return said;
        }
    }

    boolean credit() {
        return line.credit();
    }

    Money amount() {
        return new Money(line.minor(), line.currency());
    }

    LocalDate bookedOn() {
        return Objects.requireNonNullElse(line.bookedOn(), closingOn);
    }

    /** {@return what a person finds it by} */
    String name() {
        var refs = line.refs();
        if (!refs.endToEndId().isEmpty()) {
            return refs.endToEndId();
        }
        var batch = line.batch();
        if (batch != null) {
            return batch.paymentInfoId();
        }
        if (!refs.creditorRef().isEmpty()) {
            return refs.creditorRef();
        }
        return refs.servicerRef().isEmpty() ? refs.text() : refs.servicerRef();
    }
}
