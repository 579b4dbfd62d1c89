/** Hourly minimums: what the law, a living wage and the marketplace demand in a place. */
@NullMarked
package dev.groundwork.payment.wage;

import org.jspecify.annotations.NullMarked;
