/** What control tasks are for: skills, the choice of a method, honest confidence, and whether they are still secret. */
@NullMarked
package dev.groundwork.truth.gold;

import org.jspecify.annotations.NullMarked;
