@NullMarked
package dev.groundwork.task.kind;

import org.jspecify.annotations.NullMarked;
