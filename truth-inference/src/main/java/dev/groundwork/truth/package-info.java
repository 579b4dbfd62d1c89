/** What a crowd's answers say: methods in pure Java on flat arrays, with no framework, no database and no clock. */
@NullMarked
package dev.groundwork.truth;

import org.jspecify.annotations.NullMarked;
