/** Payouts to workers' accounts with Stripe Connect. */
@NullMarked
package dev.groundwork.payment.rail.stripe;

import org.jspecify.annotations.NullMarked;
