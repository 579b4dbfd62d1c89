/** A worker's own view of their working time: what of it was paid, and what they dispute. */
@NullMarked
package dev.groundwork.task.worktime;

import org.jspecify.annotations.NullMarked;
