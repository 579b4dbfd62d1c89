/** The requester's decisions on submitted assignments. */
@NullMarked
package dev.groundwork.task.review;

import org.jspecify.annotations.NullMarked;
