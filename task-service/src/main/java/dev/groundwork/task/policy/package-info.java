/** What a requester wants done for the quality of a job's answers: plain records that every feature may read. */
@NullMarked
package dev.groundwork.task.policy;

import org.jspecify.annotations.NullMarked;
