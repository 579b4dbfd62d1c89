/** One worker's attempt at one task: its states, its clock, and what its worker may do with it. */
@NullMarked
package dev.groundwork.task.assignment;

import org.jspecify.annotations.NullMarked;
