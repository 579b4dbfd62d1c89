package dev.groundwork.task.signal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A case, as those see it who decide on it.
 *
 * @param system its entry in the register of automated systems
 * @param systemVersion of that entry when it found this
 * @param field property of the answers that it is about; left out where it is about whole answers
 * @param workers whom it is about
 * @param summary what was seen, in one sentence
 * @param seenAt when the evidence last grew
 * @param decidedBy the person who decided
 * @param reason what the person wrote
 * @param evidence what was seen, task by task or text by text, with what the tasks showed; only of a single case
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"id": "0198c0de-0000-7000-8000-0000000000c1", "jobId": "0198c0de-0000-7000-8000-000000000001",
                 "kind": "ERROR_AGREEMENT", "system": "signal-error-agreement", "systemVersion": 1, "field": "mood",
                 "workers": ["0198c0de-0000-7000-8000-0000000000aa", "0198c0de-0000-7000-8000-0000000000ab"],
                 "state": "OPEN", "summary": "… gave the same wrong answer to 8 of 20 tasks; chance explains 0.4.",
                 "openedAt": "2026-11-22T18:00:00Z", "seenAt": "2026-11-22T18:00:00Z",
                 "evidence": {"commonTasks": 20, "bothWrong": 8, "sameWrong": 8, "expectedSameWrong": 0.4, "chance": 1e-9,
                              "tasks": [{"taskId": "0198c0de-0000-7000-8000-000000000011", "externalId": "picture-17",
                                         "both": "sad", "right": "happy", "rightBy": "majority", "othersRight": 8,
                                         "others": 8, "input": {"text": "…"}}]}}""")
record CaseView(
        UUID id,
        UUID jobId,
        SignalKind kind,
        String system,
        int systemVersion,
        @Nullable String field,
        List<UUID> workers,
        CaseState state,
        String summary,
        Instant openedAt,
        Instant seenAt,
        @Nullable Instant decidedAt,
        @Nullable UUID decidedBy,
        @Nullable String reason,

        @Schema(type = SchemaType.OBJECT, implementation = Object.class) @Nullable JsonNode evidence) {

    CaseView {
        workers = List.copyOf(workers);
    }
}
