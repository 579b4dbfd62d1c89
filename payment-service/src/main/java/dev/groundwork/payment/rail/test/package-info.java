/** A rail without a bank, for marketplaces that run on one machine. */
@NullMarked
package dev.groundwork.payment.rail.test;

import org.jspecify.annotations.NullMarked;
