/** What people read of the books: balances, entries, monthly statements. */
@NullMarked
package dev.groundwork.payment.statement;

import org.jspecify.annotations.NullMarked;
