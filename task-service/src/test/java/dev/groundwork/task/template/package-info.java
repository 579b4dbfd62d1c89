@NullMarked
package dev.groundwork.task.template;

import org.jspecify.annotations.NullMarked;
