/** Tests of the special functions against known values. */
@NullMarked
package dev.groundwork.truth.math;

import org.jspecify.annotations.NullMarked;
