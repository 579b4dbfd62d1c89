package dev.groundwork.task.floor;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.Unprocessable;

/**
 * Whether a reward pays the floor for the time that a task takes: the one home of the formula.
 *
 * <pre>required = floor per hour × seconds ÷ 3600, rounded up to the minor unit</pre>
 *
 * @param required the least reward that passes
 * @param shortfall what the reward lacks; zero when it passes
 */
public record FloorCheck(Money reward, FloorRate floor, TaskTime time, Money required, Money shortfall) {

    private static final long HOUR_SECONDS = 3600;

    /**
     * Holds a reward against a floor.
     *
     * @throws IllegalArgumentException when the floor is in another currency than the reward
     */
    public static FloorCheck of(Money reward, FloorRate floor, TaskTime time) {
        if (!reward.currency().equals(floor.perHour().currency())) {
            throw new IllegalArgumentException("a reward in " + reward.currency() + " against a floor in "
                    + floor.perHour().currency());
        }
        long product = Math.multiplyExact(floor.perHour().minor(), time.seconds());
        long required = Math.ceilDiv(product, HOUR_SECONDS);
        return new FloorCheck(
                reward,
                floor,
                time,
                new Money(required, reward.currency()),
                new Money(Math.max(0, required - reward.minor()), reward.currency()));
    }

    /**
     * {@return this check, but asking for no less than an amount that was found to be due before, and for the time that it stands
     * for}
     */
    public FloorCheck atLeast(Money known) {
        if (known.minor() <= required.minor()) {
            return this;
        }
        long seconds = Math.max(
                1,
                Math.multiplyExact(known.minor(), HOUR_SECONDS)
                        / floor.perHour().minor());
        return new FloorCheck(
                reward,
                floor,
                new TaskTime("measured_before", seconds, seconds, 0),
                known,
                new Money(Math.max(0, known.minor() - reward.minor()), reward.currency()));
    }

    public boolean passes() {
        return shortfall.minor() == 0;
    }

    /**
     * Refuses a reward under the floor.
     *
     * @throws Unprocessable {@code pay-below-floor}, with everything needed to see why and what to do
     */
    public void orRefuse() {
        if (passes()) {
            return;
        }
        throw new Unprocessable(
                "pay-below-floor",
                "The reward of " + reward.decimal() + " " + reward.currency() + " is " + shortfall.decimal()
                        + " under what " + time.seconds() + " seconds at the wage floor of "
                        + floor.perHour().decimal() + " an hour (" + floor.source() + ") ask for. Raise it to "
                        + required.decimal() + ", or make the task shorter.",
                members());
    }

    /** {@return the stable members of the refusal, also shown in a quote} */
    public Map<String, Object> members() {
        var floorMembers = new LinkedHashMap<String, Object>();
        floorMembers.put("per_hour", floor.perHour().decimal());
        floorMembers.put("kind", floor.kindWord());
        floorMembers.put("place", floor.place());
        floorMembers.put("effective", floor.effective().toString());
        floorMembers.put("source", floor.source());
        floorMembers.put("confidence", floor.confidence());
        var timeMembers = new LinkedHashMap<String, Object>();
        timeMembers.put("statistic", time.statistic());
        timeMembers.put("seconds", time.seconds());
        timeMembers.put("median_seconds", time.medianSeconds());
        timeMembers.put("workers", time.workers());
        var implied = new LinkedHashMap<String, Object>();
        implied.put("at_price_time", hourlyAt(time.seconds()));
        implied.put("at_median", hourlyAt(time.medianSeconds()));
        var members = new LinkedHashMap<String, Object>();
        members.put("reward", reward.decimal());
        members.put("currency", reward.currency());
        members.put("required", required.decimal());
        members.put("shortfall", shortfall.decimal());
        members.put("floor", floorMembers);
        members.put("time", timeMembers);
        members.put("implied_hourly", implied);
        members.put("ways_out", waysOut());
        return members;
    }

    /** What an hour earns when every task takes this long, rounded half up: a figure to read, never one to pay. */
    private String hourlyAt(long seconds) {
        long minor = BigDecimal.valueOf(reward.minor())
                .multiply(BigDecimal.valueOf(HOUR_SECONDS))
                .divide(BigDecimal.valueOf(seconds), 0, RoundingMode.HALF_UP)
                .longValueExact();
        return new Money(minor, reward.currency()).decimal();
    }

    private List<String> waysOut() {
        if (passes()) {
            return List.of();
        }
        var ways = new ArrayList<String>();
        ways.add("raise reward to " + required.decimal());
        // The longest price time that this reward covers, and the estimate that leads to it.
        long seconds = Math.multiplyExact(reward.minor(), HOUR_SECONDS)
                / floor.perHour().minor();
        long estimate = seconds * 2 / 3;
        if (time.workers() > 0 && seconds > 0) {
            ways.add("shorten the task to " + seconds + " s and run a new pilot");
        } else if (estimate > 0) {
            ways.add("shorten the task to an estimate of at most " + estimate + " s");
        }
        return ways;
    }
}
