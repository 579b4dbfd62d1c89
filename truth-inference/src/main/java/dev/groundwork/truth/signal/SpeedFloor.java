package dev.groundwork.truth.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Finds answers that no person can have thought about. Above the floor, time says nothing about quality: on recorded
 * crowds the slow are a little worse than the fast, so nothing else is ever made of it.
 *
 * @param floorMillis below which an answer is too fast; the same for everybody
 * @param leastFast how many of the latest answers must be too fast
 * @param ofLatest how many of the latest answers of a worker are looked at
 */
public record SpeedFloor(long floorMillis, int leastFast, int ofLatest) {

    /**
     * An answer and its time.
     *
     * @param spentMillis for how long its worker was at it
     * @param atEpochMillis when it came, which tells the latest answers
     */
    public record TimedAnswer(String worker, String task, long spentMillis, long atEpochMillis) {

        public TimedAnswer {
            if (spentMillis < 0) {
                throw new IllegalArgumentException(
                        "Worker %s cannot have spent %d ms on task %s: a time is not negative."
                                .formatted(worker, spentMillis, task));
            }
        }
    }

    public SpeedFloor {
        if (floorMillis < 1 || leastFast < 1 || ofLatest < leastFast) {
            throw new IllegalArgumentException(
                    "A speed floor is a positive time, missed at least once within the latest answers; not %d ms, %d of %d."
                            .formatted(floorMillis, leastFast, ofLatest));
        }
    }

    /** {@return the workers who missed the floor too often, by name} */
    public List<FastWork> find(List<TimedAnswer> answers) {
        var byWorker = new TreeMap<String, List<TimedAnswer>>();
        answers.stream()
                .sorted(Comparator.comparingLong(TimedAnswer::atEpochMillis).thenComparing(TimedAnswer::task))
                .forEach(answer -> byWorker.computeIfAbsent(answer.worker(), worker -> new ArrayList<>())
                        .add(answer));
        var found = new ArrayList<FastWork>();
        byWorker.forEach((worker, all) -> {
            var latest = all.subList(Math.max(0, all.size() - ofLatest), all.size());
            var fast = latest.stream()
                    .filter(answer -> answer.spentMillis() < floorMillis)
                    .map(TimedAnswer::task)
                    .toList();
            if (fast.size() >= leastFast) {
                var times =
                        latest.stream().map(TimedAnswer::spentMillis).sorted().toList();
                found.add(new FastWork(
                        worker,
                        fast.size(),
                        latest.size(),
                        times.getFirst(),
                        times.get((times.size() - 1) / 2),
                        floorMillis,
                        fast));
            }
        });
        return List.copyOf(found);
    }
}
