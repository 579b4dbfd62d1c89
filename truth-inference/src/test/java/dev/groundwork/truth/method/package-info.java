/** Tests of the methods: against recorded crowds, against each other, and on what no crowd would send. */
@NullMarked
package dev.groundwork.truth.method;

import org.jspecify.annotations.NullMarked;
