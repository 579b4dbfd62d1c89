/** Scores out of comparisons of two, and out of rankings. */
@NullMarked
package dev.groundwork.truth.pairwise;

import org.jspecify.annotations.NullMarked;
