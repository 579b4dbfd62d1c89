/** Who is calling: the requester or worker named by the token, and what the person may change. */
@NullMarked
package dev.groundwork.task.access;

import org.jspecify.annotations.NullMarked;
