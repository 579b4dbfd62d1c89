/** The books: accounts, balances and the one path by which money moves. */
@NullMarked
package dev.groundwork.payment.ledger;

import org.jspecify.annotations.NullMarked;
