/** The wage guarantee: every week of a worker with a requester comes to the wage floor, or is topped up to it. */
@NullMarked
package dev.groundwork.payment.guarantee;

import org.jspecify.annotations.NullMarked;
