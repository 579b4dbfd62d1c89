/** Passes requests on to the service that owns the path, streaming both ways. */
@NullMarked
package dev.groundwork.gateway.route;

import org.jspecify.annotations.NullMarked;
