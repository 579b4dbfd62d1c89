/** Facts that the worker-service publishes, version 1: fields are only ever added, and a consumer ignores what it does not know. */
@NullMarked
package dev.groundwork.contracts.worker.v1;

import org.jspecify.annotations.NullMarked;
