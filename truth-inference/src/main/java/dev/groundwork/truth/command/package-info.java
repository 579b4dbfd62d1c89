/** {@code ./groundwork aggregate}: the methods on any CSV file, without a server. */
@NullMarked
package dev.groundwork.truth.command;

import org.jspecify.annotations.NullMarked;
