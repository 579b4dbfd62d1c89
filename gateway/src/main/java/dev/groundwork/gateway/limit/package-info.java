/** How often one caller may call. */
@NullMarked
package dev.groundwork.gateway.limit;

import org.jspecify.annotations.NullMarked;
