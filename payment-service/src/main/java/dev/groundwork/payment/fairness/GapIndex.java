package dev.groundwork.payment.fairness;

import java.util.List;

/**
 * How much less a group earns for the same work: the mean of its ratios within each job, weighted by hours.
 *
 * <pre>index = exp( Σ h ln(ratio) ÷ Σ h )</pre>
 */
final class GapIndex {

    private GapIndex() {}

    /**
     * One group in one job.
     *
     * @param hours that it worked; above zero
     * @param ratio of its pay to that of the best paid group of the job; above zero, 1 at most
     */
    record Cell(double hours, double ratio) {}

    /** {@return 1 where all are paid alike, and where there is nothing to compare} */
    static double of(List<Cell> cells) {
        double hours = 0;
        double logs = 0;
        for (Cell cell : cells) {
            hours += cell.hours();
            logs += cell.hours() * Math.log(cell.ratio());
        }
        return hours == 0 ? 1 : Math.exp(logs / hours);
    }
}
