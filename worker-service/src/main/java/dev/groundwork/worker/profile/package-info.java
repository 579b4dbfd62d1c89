/** What a worker says of themselves, and the standing that other services need to know. */
@NullMarked
package dev.groundwork.worker.profile;

import org.jspecify.annotations.NullMarked;
