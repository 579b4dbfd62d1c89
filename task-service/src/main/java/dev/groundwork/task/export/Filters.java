package dev.groundwork.task.export;

import java.time.Instant;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;

import dev.groundwork.task.result.ResultState;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks an export holds.
 *
 * @param state only tasks whose result stands there
 * @param minConfidence only tasks whose least certain result is at least so sure, from 0 to 1
 * @param decidedOnly only tasks with answers none of which waits for a decision
 * @param answeredOnly only tasks with an answer that counts
 * @param since only tasks that an answer has come to since
 */
record Filters(
        @Nullable ResultState state,
        @DecimalMin("0") @DecimalMax("1") @Nullable Double minConfidence,
        boolean decidedOnly,
        boolean answeredOnly,

        @Schema(implementation = String.class, examples = "2026-11-01T00:00:00Z") @Nullable Instant since) {

    static final Filters NONE = new Filters(null, null, false, false, null);
}
