/** Presets: task specs for the usual kinds of work, with samples, to begin a job from. */
@NullMarked
package dev.groundwork.task.template;

import org.jspecify.annotations.NullMarked;
