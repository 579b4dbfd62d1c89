package dev.groundwork.task.eligibility;

import java.util.List;
import java.util.UUID;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Why a job is or is not offered to a worker.
 *
 * @param offered whether every rule holds
 * @param rules in the order in which they are asked
 * @param time what the job's time and hourly pay rest on, for people
 */
@Schema(examples = """
                {"jobId": "0198c0de-0000-7000-8000-000000000001", "offered": false,
                 "rules": [{"rule": "account-active", "holds": true, "detail": "Your account is ACTIVE."},
                           {"rule": "job-open", "holds": true, "detail": "The job is PILOT."},
                           {"rule": "pilot", "holds": false, "detail": "You have taken your part of its pilot: 3 of 10 answers are measured."},
                           {"rule": "place", "holds": true, "detail": "It is open everywhere."},
                           {"rule": "tasks-left", "holds": true, "detail": "It has a task that you have not had."}],
                 "time": "Estimate, not measured: the requester announces 12 seconds a task."}""")
record OfferReasonsView(UUID jobId, boolean offered, List<Rule> rules, String time) {

    /** @param rule stable name of the rule */
    record Rule(String rule, boolean holds, String detail) {}
}
