/** Tests of dynamic overlap: published examples, and replays of recorded crowds. */
@NullMarked
package dev.groundwork.truth.overlap;

import org.jspecify.annotations.NullMarked;
