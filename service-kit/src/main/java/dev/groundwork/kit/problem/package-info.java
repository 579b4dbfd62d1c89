/** Refusals, and the one place that turns them into HTTP (RFC 9457). */
@NullMarked
package dev.groundwork.kit.problem;

import org.jspecify.annotations.NullMarked;
