/** Dynamic overlap: when a task has answers enough. */
@NullMarked
package dev.groundwork.truth.overlap;

import org.jspecify.annotations.NullMarked;
