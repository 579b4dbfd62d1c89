/** The gateway: the one door to the marketplace. It knows who calls, how often, and where the answer lives. */
@NullMarked
package dev.groundwork.gateway;

import org.jspecify.annotations.NullMarked;
