/** Imports: what was prepared for other marketplaces and tools, as jobs and tasks of this one. */
@NullMarked
package dev.groundwork.task.importing;

import org.jspecify.annotations.NullMarked;
