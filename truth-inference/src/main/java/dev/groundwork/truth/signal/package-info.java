/** Evidence of answers that nobody thought about, for a person to look at: nothing here decides anything. */
@NullMarked
package dev.groundwork.truth.signal;

import org.jspecify.annotations.NullMarked;
