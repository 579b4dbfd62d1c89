/** Skills, training, dynamic overlap and the monitor of a job: what is made of its answers while they arrive. */
@NullMarked
package dev.groundwork.task.quality;

import org.jspecify.annotations.NullMarked;
