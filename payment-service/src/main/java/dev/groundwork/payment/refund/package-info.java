/** Money that goes back to requesters: two people, and the rail it came in on. */
@NullMarked
package dev.groundwork.payment.refund;

import org.jspecify.annotations.NullMarked;
