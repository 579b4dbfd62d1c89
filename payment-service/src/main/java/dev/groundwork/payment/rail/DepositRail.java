package dev.groundwork.payment.rail;

/** A way by which requesters pay in. */
public interface DepositRail {

    /** {@return its name in the API and in the books, such as {@code TEST}} */
    String name();

    /** {@return whether money counts as received the moment a deposit is asked for, without a bank's word} */
    boolean booksAtOnce();
}
