package dev.groundwork.payment.bank;

/** A file of a bank, read. */
public sealed interface BankFile permits StatusReport, StatementFile {

    /** {@return name of the message, such as {@code camt.053.001.08}} */
    String kind();

    /** {@return the bank's own name of the message} */
    String messageId();
}
