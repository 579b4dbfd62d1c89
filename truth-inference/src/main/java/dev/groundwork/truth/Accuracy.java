package dev.groundwork.truth;

/**
 * How often labels agree with the truth.
 *
 * @param tasks how many tasks with an answer were compared
 * @param chosen share of tasks whose label is the true one, 0 to 1
 * @param fractional the same when a tie is broken at random: a truth among m equals counts 1/m
 */
public record Accuracy(int tasks, double chosen, double fractional) {

    /** Probabilities this close are equal: single precision has seven digits. */
    private static final float EQUAL = 1e-6f;

    /** {@return how a result agrees with the truth, over the tasks that have a truth and an answer; 0 tasks give 0} */
    public static Accuracy of(Inference inference, ControlLabels truth) {
        int tasks = 0;
        int chosen = 0;
        double fractional = 0;
        for (int n = 0; n < truth.size(); n++) {
            int task = truth.task(n);
            if (task >= inference.tasks() || inference.label(task) == Inference.NO_LABEL) {
                continue;
            }
            tasks++;
            if (inference.label(task) == truth.label(n)) {
                chosen++;
            }
            fractional += share(inference, task, truth.label(n));
        }
        return tasks == 0 ? new Accuracy(0, 0, 0) : new Accuracy(tasks, (double) chosen / tasks, fractional / tasks);
    }

    private static double share(Inference inference, int task, int truth) {
        float top = inference.confidence(task);
        int equals = 0;
        for (int label = 0; label < inference.classes(); label++) {
            if (top - inference.posterior(task, label) <= EQUAL) {
                equals++;
            }
        }
        boolean among = truth < inference.classes() && top - inference.posterior(task, truth) <= EQUAL;
        return among ? 1.0 / equals : 0;
    }
}
