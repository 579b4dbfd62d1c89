/** Pixels: pictures turned upright, and small ones made of large ones, in a bounded part of the memory. */
@NullMarked
package dev.groundwork.task.media.picture;

import org.jspecify.annotations.NullMarked;
