/** Answer files: what workers upload as answers, bound to the assignment they upload it for. */
@NullMarked
package dev.groundwork.task.answerfile;

import org.jspecify.annotations.NullMarked;
