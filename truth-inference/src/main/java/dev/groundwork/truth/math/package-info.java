/** Special functions that the models need and the JDK lacks. */
@NullMarked
package dev.groundwork.truth.math;

import org.jspecify.annotations.NullMarked;
