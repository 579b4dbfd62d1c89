/** The payment-service: what is owed to whom, and every movement of it. */
@NullMarked
package dev.groundwork.payment;

import org.jspecify.annotations.NullMarked;
