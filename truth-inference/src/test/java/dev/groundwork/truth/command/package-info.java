/** Tests of the command line as a user types it. */
@NullMarked
package dev.groundwork.truth.command;

import org.jspecify.annotations.NullMarked;
