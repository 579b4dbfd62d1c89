/** One text out of several that were written about the same thing. */
@NullMarked
package dev.groundwork.truth.text;

import org.jspecify.annotations.NullMarked;
