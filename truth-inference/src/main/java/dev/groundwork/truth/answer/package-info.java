/** What people answered, and how much each of them counts. */
@NullMarked
package dev.groundwork.truth.answer;

import org.jspecify.annotations.NullMarked;
