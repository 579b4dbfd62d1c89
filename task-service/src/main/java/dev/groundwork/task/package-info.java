/** Jobs, claims, review and results: the work itself. */
@NullMarked
package dev.groundwork.task;

import org.jspecify.annotations.NullMarked;
