/** One set of objects out of several: boxes, polygons, skeletons, and stretches of text or time. */
@NullMarked
package dev.groundwork.truth.shape;

import org.jspecify.annotations.NullMarked;
