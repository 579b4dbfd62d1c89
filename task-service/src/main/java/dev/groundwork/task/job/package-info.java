/** Jobs: the terms of one batch of work, their life from draft to end, and what they cost. */
@NullMarked
package dev.groundwork.task.job;

import org.jspecify.annotations.NullMarked;
