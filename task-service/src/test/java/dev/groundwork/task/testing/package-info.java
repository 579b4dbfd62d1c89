/** What several tests of this service need. */
@NullMarked
package dev.groundwork.task.testing;

import org.jspecify.annotations.NullMarked;
