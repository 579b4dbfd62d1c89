/** Money held for a job, from the wish to publish until what is left of it goes back. */
@NullMarked
package dev.groundwork.payment.escrow;

import org.jspecify.annotations.NullMarked;
