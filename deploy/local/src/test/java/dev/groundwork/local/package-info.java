/** Tests of the embedded stack itself. */
@NullMarked
package dev.groundwork.local;

import org.jspecify.annotations.NullMarked;
