/** One holder among all replicas, by a row with an expiry and an epoch. */
@NullMarked
package dev.groundwork.kit.lease;

import org.jspecify.annotations.NullMarked;
