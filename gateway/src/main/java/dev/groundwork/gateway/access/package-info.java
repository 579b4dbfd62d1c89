/** Ways in: workers register themselves, requesters make credentials for their programs. */
@NullMarked
package dev.groundwork.gateway.access;

import org.jspecify.annotations.NullMarked;
