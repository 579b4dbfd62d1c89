/** Facts that the payment-service publishes, version 1: fields are only ever added, and a consumer ignores what it does not know. */
@NullMarked
package dev.groundwork.contracts.payment.v1;

import org.jspecify.annotations.NullMarked;
