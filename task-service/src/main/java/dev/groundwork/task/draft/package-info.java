/** Drafts: answers that are begun and not handed in, kept so that a worker goes on with them on another device. */
@NullMarked
package dev.groundwork.task.draft;

import org.jspecify.annotations.NullMarked;
