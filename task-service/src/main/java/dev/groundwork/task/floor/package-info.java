/** The wage floor: today's hourly minimums, and the check that a reward meets them. */
@NullMarked
package dev.groundwork.task.floor;

import org.jspecify.annotations.NullMarked;
