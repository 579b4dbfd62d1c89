/** Pages of requesters' own HTML that draw a task: what they may hold, what they ask for, and where they are kept. */
@NullMarked
package dev.groundwork.task.bundle;

import org.jspecify.annotations.NullMarked;
