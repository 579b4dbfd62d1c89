package dev.groundwork.task.review;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionReason;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A proposed rejection as it is sent. Words alone are none: it needs a reason of the closed list, evidence and a clause.
 *
 * @param reason one of the closed list
 * @param evidence what in the answer shows the fault
 * @param items where it shows: JSON pointers into the answer, or ids of other assignments of the worker in the job
 * @param clause the clause of the instructions that was broken
 */
@Schema(examples = """
                {"reason": "INSTRUCTIONS_NOT_FOLLOWED", "evidence": "The box leaves out the whole left half of the car.",
                 "items": ["/objects/0"], "clause": "3: the box encloses the whole object", "note": "See the second example."}""")
record NewRejection(
        @Nullable @Schema(implementation = RejectionReason.class)
        String reason,

        @Nullable @Size(max = 4000) String evidence,
        @Nullable @Size(max = 100) List<@NotNull @Size(max = 500) String> items,
        @Nullable @Size(max = 1000) String clause,
        @Nullable @Size(max = 2000) String note) {

    Rejection toRejection() {
        var allowed = Arrays.stream(RejectionReason.values()).map(Enum::name).toList();
        if (reason == null || !allowed.contains(reason)) {
            throw new Unprocessable(
                    "rejection-needs-reason",
                    "A rejection needs one of these reasons: %s.".formatted(String.join(", ", allowed)),
                    Map.of("reasons", allowed));
        }
        return new Rejection(
                RejectionReason.valueOf(reason),
                needed(
                        evidence,
                        "rejection-needs-evidence",
                        "A rejection needs evidence: say what in this answer shows the fault."),
                items == null || items.isEmpty()
                        ? null
                        : items.stream().distinct().toList(),
                needed(
                        clause,
                        "rejection-needs-clause",
                        "A rejection needs the clause of the instructions that was broken."),
                note);
    }

    private static String needed(@Nullable String text, String code, String detail) {
        if (text == null || text.isBlank()) {
            throw new Unprocessable(code, detail);
        }
        return text;
    }
}
