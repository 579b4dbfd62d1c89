/** Places where a test may let the process die. */
@NullMarked
package dev.groundwork.kit.failpoint;

import org.jspecify.annotations.NullMarked;
