package dev.groundwork.task.agreement;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.groundwork.task.agreement.AgreementView.LabelCount;
import dev.groundwork.task.agreement.Pace.Interval;
import dev.groundwork.task.agreement.Pace.TimeSpread;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a console draws of a job.
 *
 * @param throughput how many answers came, interval by interval
 * @param seconds how long answers took; left out while there are none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@Schema(examples = """
                {"jobId": "0198c0de-0000-7000-8000-000000000001", "computedAt": "2026-11-22T18:00:00Z", "current": true,
                 "complete": true, "throughput": [{"from": "2026-11-22T17:00:00Z", "answers": 120}],
                 "seconds": {"p5": 4, "p25": 9, "median": 14, "p75": 22, "p95": 60,
                             "histogram": [{"fromSeconds": 12, "answers": 55}]},
                 "fields": [{"field": "mood", "labels": [{"label": "happy", "answers": 170}],
                             "agreement": [{"from": 0.9, "tasks": 41}]}]}""")
record ChartsView(
        UUID jobId,
        Instant computedAt,
        boolean current,
        boolean complete,
        List<Interval> throughput,
        @Nullable TimeSpread seconds,
        List<FieldCharts> fields) {

    /**
     * One property of the answers.
     *
     * @param labels how often each label was given; left out for kinds without labels
     * @param agreement how many tasks have an agreement from so much up to the next bar's, in tenths
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record FieldCharts(String field, @Nullable List<LabelCount> labels, List<AgreementBar> agreement) {}

    /** One bar of a histogram; the last one takes full agreement in. */
    record AgreementBar(double from, int tasks) {}
}
