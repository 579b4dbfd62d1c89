package dev.groundwork.task.agreement;

import java.util.List;
import java.util.UUID;

import dev.groundwork.task.agreement.AgreementView.LabelCount;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How clear one task was to those who answered it.
 *
 * @param answers how many usable answers have the property
 * @param disagreement one minus the share of pairs of answers that are equal, or minus their mean likeness
 * @param labels how many answers gave each label, most first; left out for kinds without labels
 * @param uncertaintyBits the entropy of those shares: 0 where all agree; left out likewise
 * @param margin by how much of all answers the first label is ahead of the second; left out likewise
 * @param result the label in the job's results; while it is not made the most frequent one, of equals the first in the schema;
 *     left out likewise
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"taskId": "0198c0de-0000-7000-8000-000000000011", "externalId": "picture-17", "answers": 3,
                 "disagreement": {"value": 0.666667}, "labels": [{"label": "sad", "answers": 2}, {"label": "happy", "answers": 1}],
                 "uncertaintyBits": 0.918296, "margin": 0.333333, "result": "sad"}""")
record TaskAgreementView(
        UUID taskId,
        String externalId,
        int answers,
        Figure disagreement,
        @Nullable List<LabelCount> labels,
        @Nullable Double uncertaintyBits,
        @Nullable Double margin,
        @Nullable String result) {}
