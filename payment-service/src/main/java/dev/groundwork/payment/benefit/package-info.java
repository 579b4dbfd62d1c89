/** What is laid aside for workers' benefits. */
@NullMarked
package dev.groundwork.payment.benefit;

import org.jspecify.annotations.NullMarked;
