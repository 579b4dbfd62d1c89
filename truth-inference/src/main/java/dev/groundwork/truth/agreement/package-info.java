/** How far people who answered the same tasks agree, beyond what chance would give. */
@NullMarked
package dev.groundwork.truth.agreement;

import org.jspecify.annotations.NullMarked;
