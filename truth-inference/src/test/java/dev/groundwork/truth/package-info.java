/** Tests of the answers' shape, and the recorded crowds that all tests read. */
@NullMarked
package dev.groundwork.truth;

import org.jspecify.annotations.NullMarked;
