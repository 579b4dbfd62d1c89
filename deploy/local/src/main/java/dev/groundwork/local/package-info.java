/** The embedded stack: PostgreSQL, Kafka, Keycloak and the four services as real processes on one machine. */
@NullMarked
package dev.groundwork.local;

import org.jspecify.annotations.NullMarked;
