/** Tests of decisions by cost and of several labels a task. */
@NullMarked
package dev.groundwork.truth.decision;

import org.jspecify.annotations.NullMarked;
