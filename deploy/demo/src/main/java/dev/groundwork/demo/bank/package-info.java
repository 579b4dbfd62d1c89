/** A bank that exists on this machine only: it answers files of transfers as banks do. */
@NullMarked
package dev.groundwork.demo.bank;

import org.jspecify.annotations.NullMarked;
