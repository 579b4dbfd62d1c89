/** A writer of zip archives that may have any number of entries. */
@NullMarked
package dev.groundwork.task.export.archive;

import org.jspecify.annotations.NullMarked;
