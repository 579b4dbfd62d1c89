package dev.groundwork.task.worktime;

import java.time.Instant;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A worker's working time in a stretch of time, by what became of it.
 *
 * @param from claimed at or after
 * @param until claimed before
 * @param paidSeconds in assignments that are paid
 * @param pendingSeconds in assignments that wait for a decision, or in hand
 * @param unpaidSeconds the four below together
 * @param returnedSeconds in tasks given back
 * @param expiredSeconds in tasks that ran out of time
 * @param rejectedSeconds in answers whose rejection is final and unpaid
 * @param unpaidShare unpaid in the sum of paid and unpaid; zero where there is neither
 */
@Schema(examples = """
                {"from": "2026-10-23T00:00:00Z", "until": "2026-11-22T18:00:00Z", "paidSeconds": 108000, "pendingSeconds": 900,
                 "unpaidSeconds": 36000, "returnedSeconds": 20000, "expiredSeconds": 10000, "rejectedSeconds": 6000,
                 "paidAssignments": 1200, "pendingAssignments": 10, "unpaidAssignments": 95, "unpaidShare": 0.25}""")
record OwnTimeView(
        Instant from,
        Instant until,
        long paidSeconds,
        long pendingSeconds,
        long unpaidSeconds,
        long returnedSeconds,
        long expiredSeconds,
        long rejectedSeconds,
        long paidAssignments,
        long pendingAssignments,
        long unpaidAssignments,
        double unpaidShare) {}
