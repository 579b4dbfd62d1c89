/** Money out: payout methods of workers and the batches that finance proposes and releases. */
@NullMarked
package dev.groundwork.payment.payout;

import org.jspecify.annotations.NullMarked;
