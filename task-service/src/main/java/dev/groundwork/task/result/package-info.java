/** Results: what the usable answers to each task come to, as pages and as exports. */
@NullMarked
package dev.groundwork.task.result;

import org.jspecify.annotations.NullMarked;
