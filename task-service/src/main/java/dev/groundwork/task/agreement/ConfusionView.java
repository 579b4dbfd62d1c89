package dev.groundwork.task.agreement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * Which labels are given where which are the result.
 *
 * @param worker whose answers these are; left out for those of everybody
 * @param result where the results come from: the {@code results} of the job, the {@code majority} while they are not made (of
 *     equals the first in the schema), or {@code both}
 * @param labels of rows and columns, in the order of the schema
 * @param counts a row for each result, in it a count for each label answered
 * @param accuracy the share of answers that equal the result
 * @param kappa between answers and results, beyond what chance would give
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"jobId": "0198c0de-0000-7000-8000-000000000001", "computedAt": "2026-11-22T18:00:00Z", "current": true,
                 "complete": true, "field": "mood", "result": "results", "labels": ["happy", "sad"],
                 "counts": [[150, 12], [20, 118]], "accuracy": {"value": 0.893333}, "kappa": {"value": 0.785}}""")
record ConfusionView(
        UUID jobId,
        Instant computedAt,
        boolean current,
        boolean complete,
        String field,
        @Nullable UUID worker,
        String result,
        List<String> labels,
        List<List<Integer>> counts,
        Figure accuracy,
        Figure kappa) {}
