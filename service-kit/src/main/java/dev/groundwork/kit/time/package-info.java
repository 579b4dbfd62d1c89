/** The time of day as a bean, so that tests can move it. */
@NullMarked
package dev.groundwork.kit.time;

import org.jspecify.annotations.NullMarked;
