/** What a person reads first: the landing page, the API's description, what a problem code means. */
@NullMarked
package dev.groundwork.gateway.docs;

import org.jspecify.annotations.NullMarked;
