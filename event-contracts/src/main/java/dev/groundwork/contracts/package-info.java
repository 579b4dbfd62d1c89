/** The language between the services: what happened, in the words of the domain, and nothing that does anything. */
@NullMarked
package dev.groundwork.contracts;

import org.jspecify.annotations.NullMarked;
