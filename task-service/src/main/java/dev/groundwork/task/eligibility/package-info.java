/** Who may work on what: the standing of workers, and the offers that they see. */
@NullMarked
package dev.groundwork.task.eligibility;

import org.jspecify.annotations.NullMarked;
