/** SEPA credit transfers: the file that a bank executes, its character set and its days. */
@NullMarked
package dev.groundwork.payment.rail.sepa;

import org.jspecify.annotations.NullMarked;
