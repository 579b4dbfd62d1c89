package dev.groundwork.truth.agreement;

import java.util.HashMap;

import dev.groundwork.truth.Labels;
import dev.groundwork.truth.answer.Answers;

/**
 * Fleiss' kappa (Fleiss, "Measuring nominal scale agreement among many raters", 1971), generalised to tasks with
 * different numbers of answers: every task with at least two answers counts alike in the observed agreement, every
 * answer to such a task alike in the share of its label.
 */
public final class FleissKappa {

    private FleissKappa() {}

    public static Coefficient of(Answers<String> answers) {
        var totals = new HashMap<String, Integer>();
        double agreement = 0;
        int tasks = 0;
        long size = 0;
        for (var own : answers.byTask().values()) {
            if (own.size() > 1) {
                own.values().forEach(label -> totals.merge(label, 1, Integer::sum));
                agreement += PercentAgreement.ofTask(own.values()).orElseThrow();
                size += own.size();
                tasks++;
            }
        }
        if (tasks == 0) {
            return new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
        }
        double byChance = 0;
        for (double count : totals.values()) {
            byChance += (count / size) * (count / size);
        }
        return Coefficient.beyondChance(1 - agreement / tasks, 1 - byChance);
    }

    public static Coefficient of(Labels labels) {
        var counts = new ClassCounts(labels);
        double agreement = 0;
        double size = 0;
        int tasks = 0;
        for (int task = 0; task < labels.tasks(); task++) {
            double own = labels.overlap(task);
            if (own > 1) {
                agreement += (counts.squares(task) - own) / (own * (own - 1));
                size += own;
                tasks++;
            }
        }
        if (tasks == 0) {
            return new Coefficient.Undefined(Coefficient.Reason.NO_TASK_WITH_TWO_ANSWERS);
        }
        double byChance = 0;
        for (double total : ClassCounts.ofPairedTasks(labels)) {
            byChance += (total / size) * (total / size);
        }
        return Coefficient.beyondChance(1 - agreement / tasks, 1 - byChance);
    }
}
