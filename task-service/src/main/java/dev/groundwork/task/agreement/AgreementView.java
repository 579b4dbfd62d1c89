package dev.groundwork.task.agreement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far the workers of a job agree.
 *
 * @param computedAt when the answers were looked at
 * @param current whether nothing was answered or decided since
 * @param complete whether all answers were looked at; otherwise those of the first tasks
 * @param answers how many usable answers all of this rests on
 * @param note how to read it
 */
@Schema(examples = """
                {"jobId": "0198c0de-0000-7000-8000-000000000001", "computedAt": "2026-11-22T18:00:00Z", "current": true,
                 "complete": true, "answers": 300, "tasks": 100, "workers": 12, "note": "Alpha …",
                 "fields": [{"field": "mood", "kind": "choice", "measure": "exact", "level": "nominal", "answers": 300,
                             "tasksWithTwoAnswers": 100, "tasksCompared": 100, "percentAgreement": {"value": 0.81},
                             "alpha": {"value": 0.52}, "fleiss": {"value": 0.52},
                             "cohen": {"mean": {"value": 0.5}, "workers": 12, "pairs": 41, "leastCommonTasks": 10,
                                       "table": [{"one": "0198c0de-0000-7000-8000-0000000000aa",
                                                  "other": "0198c0de-0000-7000-8000-0000000000ab", "commonTasks": 31,
                                                  "percentAgreement": 0.84, "kappa": {"value": 0.61}}]},
                             "labels": [{"label": "happy", "answers": 170}, {"label": "sad", "answers": 130}]}]}""")
record AgreementView(
        UUID jobId,
        Instant computedAt,
        boolean current,
        boolean complete,
        long answers,
        int tasks,
        int workers,
        String note,
        List<FieldAgreement> fields) {

    static final String NOTE =
            "Alpha tells how clear the task is to those who answer it: 1 where all agree, 0 where they agree as"
                    + " chance would have them. It is a signal to improve instructions or labels, and no gate: crowds with an alpha of"
                    + " 0.15 have been aggregated to 96 % right results. Nothing is held back or refused because of it.";

    /**
     * Agreement on one property of the answers.
     *
     * @param measure how two values are compared, as in {@code x-agree}
     * @param level what the differences mean: {@code nominal}, {@code ordinal}, {@code interval}, or {@code measure} where
     *     they are one minus the likeness
     * @param tasksWithTwoAnswers how many tasks have at least two answers, without which there is nothing to agree on
     * @param tasksCompared how many of them were compared: fewer, by an even sample, where values are compared pair by pair
     * @param percentAgreement the share of pairs of answers that are equal; of kinds with a measure, their mean likeness
     * @param alpha Krippendorff's, by level
     * @param cohen between workers two by two; left out for kinds without labels
     * @param labels how often each label was given; left out for kinds without labels
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FieldAgreement(
            String field,
            String kind,
            String measure,
            String level,
            int answers,
            int tasksWithTwoAnswers,
            int tasksCompared,
            Figure percentAgreement,
            Figure alpha,
            Figure fleiss,
            @Nullable PairTable cohen,
            @Nullable List<LabelCount> labels) {}

    /** How often a label was given. */
    record LabelCount(String label, long answers) {}

    /**
     * Cohen's kappa between workers.
     *
     * @param mean over all pairs with a kappa
     * @param workers between how many workers pairs were looked for: those with most answers
     * @param pairs how many pairs had enough tasks in common
     * @param leastCommonTasks how many tasks that is
     * @param table the pairs with most tasks in common
     */
    record PairTable(Figure mean, int workers, int pairs, int leastCommonTasks, List<Pair> table) {}

    /** Two workers, by their pseudonyms. */
    record Pair(UUID one, UUID other, int commonTasks, double percentAgreement, Figure kappa) {}
}
