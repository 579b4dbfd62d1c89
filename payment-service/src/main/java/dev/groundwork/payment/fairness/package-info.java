/** What people really earn an hour, with and without unpaid time, and who earns less for the same work. */
@NullMarked
package dev.groundwork.payment.fairness;

import org.jspecify.annotations.NullMarked;
