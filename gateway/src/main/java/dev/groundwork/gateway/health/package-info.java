/** How the marketplace is at this moment, for operators. */
@NullMarked
package dev.groundwork.gateway.health;

import org.jspecify.annotations.NullMarked;
