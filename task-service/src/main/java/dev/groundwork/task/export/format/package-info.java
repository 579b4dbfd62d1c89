/** The formats that results leave in: each writes rows to a stream, one at a time, and the same bytes for the same rows. */
@NullMarked
package dev.groundwork.task.export.format;

import org.jspecify.annotations.NullMarked;
