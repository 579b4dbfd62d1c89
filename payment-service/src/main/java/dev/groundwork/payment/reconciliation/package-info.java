/** The books against the bank: files in, lines matched, what is open explained by two people. */
@NullMarked
package dev.groundwork.payment.reconciliation;

import org.jspecify.annotations.NullMarked;
