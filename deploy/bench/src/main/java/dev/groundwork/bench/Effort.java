package dev.groundwork.bench;

/**
 * How much is measured. What is compared by {@code claim} and {@code settle} is measured in rounds, all sides in each; of the
 * others the bare SQL of {@code payout} is, and the rest once.
 *
 * @param callers workers who claim side by side
 * @param seconds length of one measurement
 * @param warmUpSeconds of one turn before it, not counted
 * @param warmUpTurns at most; fewer when the last three were no faster than those before
 * @param rounds how many; their median counts, and of an even number it would be nearer to one side
 * @param tasks size of the jobs that are claimed from; enough that none runs dry
 * @param bulk tasks of the large job
 * @param small tasks of the small job
 * @param probes claims timed in each of the two
 * @param transfers in the books when they are audited
 */
record Effort(
        int callers,
        int seconds,
        int warmUpSeconds,
        int warmUpTurns,
        int rounds,
        long tasks,
        long bulk,
        long small,
        int probes,
        long transfers) {

    Effort {
        if (rounds < 1 || rounds % 2 == 0) {
            throw new IllegalArgumentException(
                    "an odd number of rounds has one in the middle, %d has not".formatted(rounds));
        }
    }

    static final Effort FULL = new Effort(64, 10, 10, 24, 3, 400_000, 1_000_000, 10_000, 3_000, 10_000_000);

    /** Enough to see that everything works; its numbers mean nothing. */
    static final Effort QUICK = new Effort(8, 1, 1, 1, 1, 10_000, 10_000, 1_000, 200, 20_000);
}
