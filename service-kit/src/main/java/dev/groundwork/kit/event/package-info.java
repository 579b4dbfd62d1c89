/** How events look on the wire: their JSON and the name of their type. */
@NullMarked
package dev.groundwork.kit.event;

import org.jspecify.annotations.NullMarked;
