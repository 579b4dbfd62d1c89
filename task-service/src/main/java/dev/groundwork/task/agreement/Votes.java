package dev.groundwork.task.agreement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import dev.groundwork.task.agreement.AgreementView.LabelCount;
import dev.groundwork.truth.agreement.AgreementReport;
import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;

/**
 * What the answers to one task say.
 *
 * @param counts how many gave each label, most first, of equals in the order of the schema; without those nobody gave
 * @param uncertaintyBits the entropy of their shares
 * @param margin by how much of all answers the first is ahead of the second
 * @param result what the task ended up with
 */
record Votes(List<LabelCount> counts, double uncertaintyBits, double margin, String result) {

    /** @param task one with at least one answer */
    static Votes of(LabelColumn column, int task) {
        var labels = column.labels();
        var names = column.field().labels();
        var answers = new ArrayList<Answer<String>>();
        for (int at = labels.start(task); at < labels.end(task); at++) {
            answers.add(new Answer<>("task", "worker " + labels.worker(at), names.get(labels.label(at))));
        }
        var view = AgreementReport.of(Answers.of(answers), Map.of(), Map.of())
                .tasks()
                .getFirst();
        var counts = view.votes().entrySet().stream()
                .map(vote -> new LabelCount(vote.getKey(), vote.getValue()))
                .sorted(Comparator.comparingLong(LabelCount::answers)
                        .reversed()
                        .thenComparingInt(count -> names.indexOf(count.label())))
                .toList();
        long second = counts.size() > 1 ? counts.get(1).answers() : 0;
        return new Votes(
                counts,
                view.uncertaintyBits(),
                (double) (counts.getFirst().answers() - second) / answers.size(),
                names.get(column.result(task)));
    }
}
