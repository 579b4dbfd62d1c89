/** Technique that two or more services share; it knows no word of the marketplace. */
@NullMarked
package dev.groundwork.kit;

import org.jspecify.annotations.NullMarked;
