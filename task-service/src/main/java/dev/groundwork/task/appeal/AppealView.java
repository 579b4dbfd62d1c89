package dev.groundwork.task.appeal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.groundwork.task.assignment.RejectionOutcome;
import dev.groundwork.task.assignment.RejectionReason;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * An appeal as an adjudicator sees it: nothing of it says who the worker or the requester is. What would tell the worker's
 * answer is left out until the adjudicator has given one of their own or asked to see it.
 *
 * @param dueAt without a ruling by then the rejection is overturned
 * @param secondsLeft until then
 * @param clause the clause of the instructions that was broken, as the requester says
 * @param outcome what becomes of the worker's pay if the rejection stands
 * @param title of the task, in the languages of its spec
 * @param output the schema of an answer
 * @param input what the worker was shown
 * @param ownAnswer what the adjudicator answered before the worker's answer was shown
 * @param agrees whether the worker's answer would be right if the adjudicator's own were the gold of a control task
 * @param shown what was held back until now; null while it is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"id": "0198c0de-0000-7000-8000-000000000401", "filedAt": "2026-11-23T09:00:00Z",
                 "dueAt": "2026-12-07T09:00:00Z", "secondsLeft": 1209000, "reason": "WRONG_ANSWER", "clause": "2: dogs",
                 "outcome": "FLOOR_PAY", "title": {"en": "Which animal is it?"},
                 "instructions": {"short": {"en": "Say which animal it is."}}, "input": {"text": "It barks."},
                 "ownAnswer": {"label": "dog"}, "agrees": false,
                 "shown": {"answer": {"label": "cat"}, "activeSeconds": 19, "evidence": "It is a dog.", "items": ["/label"],
                           "appeal": "In the picture it mews."}}""")
record AppealView(
        UUID id,
        Instant filedAt,
        Instant dueAt,
        long secondsLeft,
        RejectionReason reason,
        String clause,
        RejectionOutcome outcome,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode title,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode instructions,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode output,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode ui,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode input,
        @Schema(type = SchemaType.OBJECT) @Nullable JsonNode ownAnswer,
        @Nullable Boolean agrees,
        @Nullable Shown shown) {

    /**
     * What is held back at first. The requester's note to the worker never shows: it may be signed.
     *
     * @param items pointers into the answer; other answers of the worker that the requester names are in {@code others}
     * @param appeal why the worker contests the rejection
     */
    @Schema(name = "AppealShown")
    record Shown(
            @Schema(type = SchemaType.OBJECT) JsonNode answer,
            long activeSeconds,
            String evidence,
            List<String> items,
            List<Other> others,
            String appeal) {}

    /** Another answer of the same worker that the requester names as evidence. */
    @Schema(name = "AppealOther")
    record Other(
            @Schema(type = SchemaType.OBJECT) JsonNode input,
            @Schema(type = SchemaType.OBJECT) JsonNode answer) {}

    /** {@return the same for a list, without what makes it long} */
    AppealView brief() {
        return new AppealView(
                id,
                filedAt,
                dueAt,
                secondsLeft,
                reason,
                clause,
                outcome,
                title,
                null,
                null,
                null,
                null,
                ownAnswer,
                agrees,
                null);
    }
}
