/** A bank and a payment provider that exist on this machine only: they answer as real ones do. */
@NullMarked
package dev.groundwork.demo.bank;

import org.jspecify.annotations.NullMarked;
