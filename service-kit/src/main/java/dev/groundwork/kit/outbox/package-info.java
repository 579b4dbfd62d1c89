/** Events on their way out: written with the change that caused them, sent once that is committed. */
@NullMarked
package dev.groundwork.kit.outbox;

import org.jspecify.annotations.NullMarked;
