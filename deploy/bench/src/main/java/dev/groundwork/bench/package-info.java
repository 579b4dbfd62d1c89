/** Measures the marketplace against what its own database reaches by itself, in one run on one machine. */
@NullMarked
package dev.groundwork.bench;

import org.jspecify.annotations.NullMarked;
