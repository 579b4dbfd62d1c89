/** What to do with probabilities: decisions that weigh errors, and several labels a task. */
@NullMarked
package dev.groundwork.truth.decision;

import org.jspecify.annotations.NullMarked;
