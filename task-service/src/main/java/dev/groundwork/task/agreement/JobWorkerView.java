package dev.groundwork.task.agreement;

import java.util.UUID;

import dev.groundwork.task.quality.WorkerSkills.Accuracy;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One worker of a job, as its requester sees them.
 *
 * @param workerId a pseudonym: it says nothing of the person, and is the same in all jobs
 * @param answers how many answers the worker has handed in
 * @param usable how many of them count in results and agreement
 * @param agreementWithOthers how alike the worker's answers are to those of others to the same tasks, on average
 * @param agreementWithResults the share of the worker's answers that equal the result
 * @param quality how much the worker's answers tell, whatever their bias: 1 gives the truth away, 0 says nothing
 * @param controlAccuracy on control tasks, with the range in which it may lie; left out where the worker answered none
 * @param medianActiveSeconds the middle of the active seconds of the worker's answers
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"workerId": "0198c0de-0000-7000-8000-0000000000aa", "answers": 40, "usable": 39,
                 "agreementWithOthers": {"value": 0.82}, "agreementWithResults": {"value": 0.91}, "quality": {"value": 0.77},
                 "controlAccuracy": {"right": 9, "answered": 10, "accuracy": 0.9, "lower": 0.6629, "upper": 0.9788},
                 "medianActiveSeconds": 14.5, "waiting": 3, "approved": 36, "held": 1, "rejected": 0}""")
record JobWorkerView(
        UUID workerId,
        int answers,
        int usable,
        Figure agreementWithOthers,
        Figure agreementWithResults,
        Figure quality,
        @Nullable Accuracy controlAccuracy,
        double medianActiveSeconds,
        int waiting,
        int approved,
        int held,
        int rejected) {}
