package dev.groundwork.truth.gold;

import java.util.Random;

import dev.groundwork.truth.Labels;
import dev.groundwork.truth.Repeats;

/** One person with many accounts, who gives the same random answer to a task from each of them. */
final class Sybils {

    private Sybils() {}

    /**
     * Adds such workers.
     *
     * @param share their share of all answers afterwards, 0 to 1
     * @param busy how many times as many answers each account gives as an honest worker does on average
     */
    static Labels join(Labels honest, double share, int busy, long seed) {
        var random = new Random(seed);
        var builder = Labels.builder(honest.classes()).repeats(Repeats.ALL);
        for (int task = 0; task < honest.tasks(); task++) {
            for (int at = honest.start(task); at < honest.end(task); at++) {
                builder.add(task, honest.worker(at), honest.label(at));
            }
        }
        double ratio = share / (1 - share);
        int accounts = (int) Math.ceil(ratio * honest.workers() / busy);
        int next = 0;
        double owed = 0;
        for (int task = 0; task < honest.tasks(); task++) {
            int answer = random.nextInt(honest.classes());
            owed += ratio * honest.overlap(task);
            while (owed >= 1) {
                owed--;
                builder.add(task, honest.workers() + next, answer);
                next = (next + 1) % accounts;
            }
        }
        return builder.build();
    }
}
