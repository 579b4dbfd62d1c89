/** Task specs: the immutable document that says what workers see and what a valid answer is. */
@NullMarked
package dev.groundwork.task.spec;

import org.jspecify.annotations.NullMarked;
