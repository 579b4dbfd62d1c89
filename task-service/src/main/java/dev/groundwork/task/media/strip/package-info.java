/** Files without what they tell beside the picture or the sound: where and when it was taken, by whom, with what. */
@NullMarked
package dev.groundwork.task.media.strip;

import org.jspecify.annotations.NullMarked;
