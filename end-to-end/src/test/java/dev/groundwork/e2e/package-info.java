/** The whole marketplace from outside: packaged services, real servers, real tokens, everything through the gateway. */
@NullMarked
package dev.groundwork.e2e;

import org.jspecify.annotations.NullMarked;
