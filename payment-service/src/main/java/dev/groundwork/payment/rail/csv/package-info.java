/** Payouts as a table that a person types or loads into whatever the bank offers. */
@NullMarked
package dev.groundwork.payment.rail.csv;

import org.jspecify.annotations.NullMarked;
