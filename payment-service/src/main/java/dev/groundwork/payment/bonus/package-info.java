/** Money that a requester gives a worker beside the pay for work. */
@NullMarked
package dev.groundwork.payment.bonus;

import org.jspecify.annotations.NullMarked;
