/** A repeated request gets the first answer again. */
@NullMarked
package dev.groundwork.kit.idempotency;

import org.jspecify.annotations.NullMarked;
