/** Documents to keep: one model, written as CSV and as PDF. */
@NullMarked
package dev.groundwork.payment.sheet;

import org.jspecify.annotations.NullMarked;
