/** Agreement: how far a job's workers agree, with one another and with the results, for its requester to look at. */
@NullMarked
package dev.groundwork.task.agreement;

import org.jspecify.annotations.NullMarked;
