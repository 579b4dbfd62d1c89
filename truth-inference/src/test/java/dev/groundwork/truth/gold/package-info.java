/** Tests of what control tasks are for, attacks by colluding workers among them. */
@NullMarked
package dev.groundwork.truth.gold;

import org.jspecify.annotations.NullMarked;
