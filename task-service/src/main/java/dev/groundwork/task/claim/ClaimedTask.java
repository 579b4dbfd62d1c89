package dev.groundwork.task.claim;

import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;

import com.fasterxml.jackson.annotation.JsonRawValue;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A task in a worker's hands.
 *
 * @param input what to show, with media as links that work for a short while
 * @param specHash names the job's spec: how to show the input, and what the answer must look like
 * @param reward as it was when the worker accepted; later changes do not touch it
 * @param deadlineAt an answer is taken before this, not at it
 */
@Schema(examples = """
                {"assignmentId": "0198c0de-0000-7000-8000-000000000101", "jobId": "0198c0de-0000-7000-8000-000000000001",
                 "taskId": "0198c0de-0000-7000-8000-000000000011", "externalId": "picture-17",
                 "input": {"image": "https://example.org/pictures/17.png"},
                 "specHash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                 "reward": {"amount": "0.05", "currency": "EUR"},
                 "claimedAt": "2026-11-22T18:00:00Z", "deadlineAt": "2026-11-22T18:15:00Z"}""")
public record ClaimedTask(
        UUID assignmentId,
        UUID jobId,
        UUID taskId,
        String externalId,

        @JsonRawValue @Schema(type = SchemaType.OBJECT, implementation = Object.class)
        String input,

        String specHash,
        MoneyBody reward,
        Instant claimedAt,
        Instant deadlineAt) {

    ClaimedTask withInput(String shown) {
        return new ClaimedTask(assignmentId, jobId, taskId, externalId, shown, specHash, reward, claimedAt, deadlineAt);
    }
}
