/** Control and training tasks: kept, mixed in where workers cannot see them, and taken out of use. */
@NullMarked
package dev.groundwork.task.control;

import org.jspecify.annotations.NullMarked;
