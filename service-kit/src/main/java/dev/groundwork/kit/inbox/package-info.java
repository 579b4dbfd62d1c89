/** Events on their way in: each has its effect once. */
@NullMarked
package dev.groundwork.kit.inbox;

import org.jspecify.annotations.NullMarked;
