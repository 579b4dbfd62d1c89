/** PayPal Payouts. */
@NullMarked
package dev.groundwork.payment.rail.paypal;

import org.jspecify.annotations.NullMarked;
