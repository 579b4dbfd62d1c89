package dev.groundwork.payment.bank;

import java.util.List;

/**
 * Movements of own accounts.
 *
 * @param booked whether it is a statement ({@code camt.053}), which is the truth about booked money; else a notification
 *     ({@code camt.054}), which only tells earlier
 */
public record StatementFile(String kind, String messageId, boolean booked, List<Statement> statements)
        implements BankFile {

    public StatementFile {
        statements = List.copyOf(statements);
    }
}
