/** Reach: how many workers may do a job, and when it may be done, as far as recent work tells. */
@NullMarked
package dev.groundwork.task.reach;

import org.jspecify.annotations.NullMarked;
