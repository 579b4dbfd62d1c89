/** One number out of several. */
@NullMarked
package dev.groundwork.truth.numeric;

import org.jspecify.annotations.NullMarked;
