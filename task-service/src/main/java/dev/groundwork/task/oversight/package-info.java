/** Oversight: the public register of the automated systems of the task-service. */
@NullMarked
package dev.groundwork.task.oversight;

import org.jspecify.annotations.NullMarked;
