/** Who works in the demo, on what, and what they answer: made from a seed, or read from a recording. */
@NullMarked
package dev.groundwork.demo.crowd;

import org.jspecify.annotations.NullMarked;
