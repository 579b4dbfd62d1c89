/** The second site: pages of requesters' own HTML, shown in a frame that can reach nothing. */
@NullMarked
package dev.groundwork.gateway.content;

import org.jspecify.annotations.NullMarked;
