/** Amounts of money: exact, in minor units, with the exponent of their currency. */
@NullMarked
package dev.groundwork.kit.money;

import org.jspecify.annotations.NullMarked;
