/** Sounds as numbers: decoded piece by piece, and drawn small. */
@NullMarked
package dev.groundwork.task.media.sound;

import org.jspecify.annotations.NullMarked;
