/** Results from answers: pure functions of records, with no framework and no I/O. */
@NullMarked
package dev.groundwork.task.aggregation;

import org.jspecify.annotations.NullMarked;
