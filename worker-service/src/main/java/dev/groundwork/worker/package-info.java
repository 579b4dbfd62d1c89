/** The worker-service: who works here, how their work went, and what they are told. */
@NullMarked
package dev.groundwork.worker;

import org.jspecify.annotations.NullMarked;
