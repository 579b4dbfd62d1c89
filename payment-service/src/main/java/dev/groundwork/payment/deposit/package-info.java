/** Money in: what requesters pay onto their balance. */
@NullMarked
package dev.groundwork.payment.deposit;

import org.jspecify.annotations.NullMarked;
