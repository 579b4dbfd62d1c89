/** Who calls: tokens that were verified. */
@NullMarked
package dev.groundwork.kit.access;

import org.jspecify.annotations.NullMarked;
