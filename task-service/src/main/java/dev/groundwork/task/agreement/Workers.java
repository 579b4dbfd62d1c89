package dev.groundwork.task.agreement;

import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** The workers of a job by number: who they are, and what became of what they handed in. Never changes once made. */
final class Workers {

    /** Where an answer stands, as far as a requester tells workers apart by it. */
    enum Standing {
        WAITING,
        APPROVED,
        HELD,
        REJECTED
    }

    private final UUID[] ids;
    private final Map<UUID, Integer> numbers;
    private final int[] usable;
    private final int[] answers;
    private final Map<Standing, int[]> standings = new EnumMap<>(Standing.class);
    private final double[] medianSeconds;
    private final int[] byAnswers;

    private Workers(Builder built) {
        int count = built.numbers.size();
        this.ids = Arrays.copyOf(built.ids, count);
        this.numbers = Map.copyOf(built.numbers);
        this.usable = Arrays.copyOf(built.usable, count);
        this.answers = Arrays.copyOf(built.answers, count);
        built.standings.forEach((standing, counts) -> standings.put(standing, Arrays.copyOf(counts, count)));
        this.medianSeconds = built.seconds.mediansOf(count);
        this.byAnswers = order(ids, answers);
    }

    /** Most answers first, of equals by their id. */
    private static int[] order(UUID[] ids, int[] answers) {
        return IntStream.range(0, ids.length)
                .boxed()
                .sorted(Comparator.comparingInt((Integer worker) -> -answers[worker])
                        .thenComparing(worker -> ids[worker]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    int size() {
        return ids.length;
    }

    UUID id(int worker) {
        return ids[worker];
    }

    /** {@return the number of a worker, -1 for one who has answered nothing} */
    int number(UUID id) {
        return numbers.getOrDefault(id, -1);
    }

    /** {@return how many answers the worker has handed in, usable or not} */
    int answers(int worker) {
        return answers[worker];
    }

    /** {@return how many of them are usable} */
    int usable(int worker) {
        return usable[worker];
    }

    int in(Standing standing, int worker) {
        int[] counts = standings.get(standing);
        return counts == null ? 0 : counts[worker];
    }

    /** {@return the middle of the active seconds of the worker's answers} */
    double medianSeconds(int worker) {
        return medianSeconds[worker];
    }

    /** {@return the workers, those with most answers first} */
    int[] byAnswers() {
        return byAnswers;
    }

    long bytes() {
        return 150L * ids.length;
    }

    /** Collects them, answer by answer. */
    static final class Builder {

        private final Map<UUID, Integer> numbers = new HashMap<>();
        private UUID[] ids = new UUID[64];
        private int[] usable = new int[64];
        private int[] answers = new int[64];
        private final Map<Standing, int[]> standings = new EnumMap<>(Standing.class);
        private final Seconds seconds;

        /** @param seconds where active seconds are collected, for all workers together */
        Builder(Seconds seconds) {
            this.seconds = seconds;
        }

        /** {@return the number of the worker who gave it} */
        int add(UUID id, Standing standing, boolean isUsable, int activeSeconds) {
            int worker = numbers.computeIfAbsent(id, unseen -> numbers.size());
            if (worker == ids.length) {
                ids = Arrays.copyOf(ids, 2 * worker);
                usable = Arrays.copyOf(usable, ids.length);
                answers = Arrays.copyOf(answers, ids.length);
                standings.replaceAll((each, counts) -> Arrays.copyOf(counts, ids.length));
            }
            ids[worker] = id;
            answers[worker]++;
            standings.computeIfAbsent(standing, unseen -> new int[ids.length])[worker]++;
            usable[worker] += isUsable ? 1 : 0;
            seconds.add(worker, activeSeconds);
            return worker;
        }

        Workers build() {
            return new Workers(this);
        }
    }
}
