/** Ways by which money enters and leaves. */
@NullMarked
package dev.groundwork.payment.rail;

import org.jspecify.annotations.NullMarked;
