/** What a person reads about the API: what answers, the API's description, what a problem code means. */
@NullMarked
package dev.groundwork.gateway.docs;

import org.jspecify.annotations.NullMarked;
