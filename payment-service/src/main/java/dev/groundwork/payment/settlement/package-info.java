/** Approved work paid: from the job's escrow to the worker, and the fee to the platform. */
@NullMarked
package dev.groundwork.payment.settlement;

import org.jspecify.annotations.NullMarked;
