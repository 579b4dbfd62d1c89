/** What can be done with the values of each kind: read them as shapes, compare them with a control answer. */
@NullMarked
package dev.groundwork.task.kind;

import org.jspecify.annotations.NullMarked;
