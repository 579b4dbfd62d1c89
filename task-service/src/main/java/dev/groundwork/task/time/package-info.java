/** Working time: what is measured of it, and how long a task takes by the times of all who did it. */
@NullMarked
package dev.groundwork.task.time;

import org.jspecify.annotations.NullMarked;
