package dev.groundwork.task.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.LongStream;

import dev.groundwork.task.claim.SlotDistribution.Grant;
import dev.groundwork.task.claim.SlotDistribution.NamedRefusal;
import dev.groundwork.task.claim.SlotDistribution.Shelf;
import dev.groundwork.task.claim.SlotDistribution.Slots;
import dev.groundwork.task.claim.SlotDistribution.Window;
import dev.groundwork.task.control.Allowance;
import dev.groundwork.task.control.KnownTask;
import dev.groundwork.task.control.Lots;
import dev.groundwork.task.control.WorkerDeck;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class SlotDistributionTest {

    private static final UUID ANN = UUID.randomUUID();
    private static final UUID BEN = UUID.randomUUID();

    /** A job's slots as the database would hold them, read through windows like the real ones. */
    private static final class Shop {
        private final TreeMap<Long, Slots> fresh = new TreeMap<>();
        private final TreeMap<Long, Slots> returned = new TreeMap<>();
        private int looks;

        Shop fresh(long position, int remaining, UUID... had) {
            fresh.put(position, slots(Shelf.FRESH, position, position, remaining, had));
            return this;
        }

        Shop returned(long seq, long position, UUID... had) {
            returned.put(seq, slots(Shelf.RETURNED, seq, position, 1, had));
            return this;
        }

        private static Slots slots(Shelf shelf, long key, long position, int remaining, UUID... had) {
            return new Slots(shelf, key, position, taskAt(position), remaining, Set.of(had));
        }

        Slots at(long position) {
            return Objects.requireNonNull(fresh.get(position));
        }

        void serve(SlotDistribution distribution) {
            while (true) {
                var gaps = distribution.gaps();
                gaps.forEach(window -> distribution.found(window, read(window)));
                distribution.distribute();
                if (gaps.isEmpty()) {
                    return;
                }
                looks++;
            }
        }

        private List<Slots> read(Window window) {
            return (window.shelf() == Shelf.FRESH ? fresh : returned)
                    .tailMap(window.start(), false).values().stream()
                            .limit(window.limit())
                            .toList();
        }
    }

    private static UUID taskAt(long position) {
        return new UUID(7, position);
    }

    private static List<Long> positionsOf(SlotDistribution distribution, int ask) {
        return distribution.grants().stream()
                .filter(grant -> grant.ask() == ask)
                .map(Grant::position)
                .toList();
    }

    @Nested
    class OneCaller {

        @Test
        void gets_tasks_in_their_order() {
            var shop = new Shop().fresh(1, 1).fresh(2, 3).fresh(5, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 2);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(1L, 2L);
            assertThat(distribution.cursor(ANN, Shelf.FRESH)).isEqualTo(2);
            assertThat(distribution.left(Shelf.FRESH, 2)).isEqualTo(2);
        }

        @Test
        void gets_returned_slots_before_fresh_ones() {
            var shop = new Shop().fresh(8, 1).returned(3, 2);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 2);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(2L, 8L);
        }

        @Test
        void starts_behind_the_cursor() {
            var shop = new Shop().fresh(1, 1).fresh(2, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 1, 1);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(2L);
        }

        @Test
        void does_not_get_a_task_back_that_they_returned() {
            var shop = new Shop().returned(1, 4, ANN);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 9, 1);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).isEmpty();
            assertThat(distribution.isExhausted(ann)).isTrue();
            assertThat(distribution.cursor(ANN, Shelf.RETURNED)).isEqualTo(1);
        }

        @Test
        void does_not_get_a_task_twice_that_is_on_both_shelves() {
            var shop = new Shop().returned(1, 4).fresh(4, 1).fresh(5, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 3);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(4L, 5L);
        }

        @Test
        void is_led_past_a_long_stretch_taken_by_name() {
            var shop = new Shop();
            LongStream.rangeClosed(1, 1000).forEach(position -> shop.fresh(position, 2, ANN));
            shop.fresh(1001, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 1);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(1001L);
            assertThat(shop.looks).isLessThanOrEqualTo(8);
        }
    }

    @Nested
    class Several {

        @Test
        void take_turns_when_slots_are_scarce() {
            var shop = new Shop().fresh(1, 1).fresh(2, 1).fresh(3, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 20);
            int ben = distribution.ask(BEN, 0, 0, 1);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(1L, 3L);
            assertThat(positionsOf(distribution, ben)).containsExactly(2L);
        }

        @Test
        void share_a_task_only_as_often_as_it_has_slots() {
            var shop = new Shop().fresh(1, 2);
            var distribution = new SlotDistribution();
            for (int i = 0; i < 5; i++) {
                distribution.ask(UUID.randomUUID(), 0, 0, 1);
            }

            shop.serve(distribution);

            assertThat(distribution.grants()).hasSize(2);
            assertThat(distribution.left(Shelf.FRESH, 1)).isZero();
        }

        @Test
        void calls_of_one_worker_get_different_tasks() {
            var shop = new Shop().fresh(1, 5).fresh(2, 5);
            var distribution = new SlotDistribution();
            int first = distribution.ask(ANN, 0, 0, 1);
            int second = distribution.ask(ANN, 0, 0, 1);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, first)).containsExactly(1L);
            assertThat(positionsOf(distribution, second)).containsExactly(2L);
        }

        @Test
        void whose_cursors_lie_apart_are_served_by_one_look() {
            var shop = new Shop();
            LongStream.rangeClosed(1, 100_000).forEach(position -> shop.fresh(position, 1));
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 90_000, 1);
            int ben = distribution.ask(BEN, 0, 10, 1);

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(90_001L);
            assertThat(positionsOf(distribution, ben)).containsExactly(11L);
            assertThat(shop.looks).isEqualTo(1);
        }
    }

    @Nested
    class ANamedTask {

        @Test
        void is_given_whatever_the_order() {
            var shop = new Shop().fresh(1, 1).fresh(7, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.askNamed(ANN, 0, 0, 7);
            distribution.found(shop.at(7));

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(7L);
            assertThat(distribution.cursor(ANN, Shelf.FRESH))
                    .as("the tasks before it are still to be had")
                    .isZero();
        }

        @Test
        void is_refused_to_whom_had_it() {
            var shop = new Shop().fresh(7, 1, ANN);
            var distribution = new SlotDistribution();
            int ann = distribution.askNamed(ANN, 0, 0, 7);
            distribution.found(shop.at(7));

            shop.serve(distribution);

            assertThat(distribution.refusal(ann)).isEqualTo(NamedRefusal.HAD_BEFORE);
            assertThat(distribution.grants()).isEmpty();
        }

        @Test
        void is_refused_without_a_slot() {
            var distribution = new SlotDistribution();
            int ann = distribution.askNamed(ANN, 0, 0, 7);

            new Shop().serve(distribution);

            assertThat(distribution.refusal(ann)).isEqualTo(NamedRefusal.NO_SLOT);
        }

        @Test
        void is_not_given_more_often_than_it_has_slots() {
            var shop = new Shop().fresh(7, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.askNamed(ANN, 0, 0, 7);
            int ben = distribution.askNamed(BEN, 0, 0, 7);
            distribution.found(shop.at(7));

            shop.serve(distribution);

            assertThat(distribution.refusal(ann)).isNull();
            assertThat(distribution.refusal(ben)).isEqualTo(NamedRefusal.NO_SLOT);
        }
    }

    @Nested
    class AControlTask {

        private static final Lots LOTS = new Lots(new byte[] {1, 2, 3});

        private static WorkerDeck deck(double share, int controls) {
            return new WorkerDeck(
                    LOTS, ANN, share, 0, 100, new Allowance(100), controlsFrom(1001, controls), null, false);
        }

        @Test
        void takes_the_place_of_a_slot_which_is_the_next_one() {
            var shop = new Shop().fresh(1, 1).fresh(2, 1).fresh(3, 1);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 3);
            distribution.mixIn(ANN, deck(1, 1));

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(1001L, 1L, 2L);
            assertThat(distribution.grants()).extracting(Grant::known).containsExactly(true, false, false);
            assertThat(distribution.cursor(ANN, Shelf.FRESH)).isEqualTo(2);
        }

        @Test
        void leaves_a_returned_slot_for_the_next_search() {
            var shop = new Shop().returned(3, 2);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 1);
            distribution.mixIn(ANN, deck(1, 1));

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(1001L);
            assertThat(distribution.cursor(ANN, Shelf.RETURNED)).isZero();
        }

        @Test
        void is_not_given_where_no_slot_is_left() {
            var shop = new Shop().fresh(1, 1, ANN);
            var distribution = new SlotDistribution();
            int ann = distribution.ask(ANN, 0, 0, 3);
            distribution.mixIn(ANN, deck(1, 5));

            shop.serve(distribution);

            assertThat(positionsOf(distribution, ann)).isEmpty();
            assertThat(distribution.isExhausted(ann)).isTrue();
        }

        @Test
        void is_given_by_name_like_any_other() {
            var named = new KnownTask(1007, taskAt(1007));
            var distribution = new SlotDistribution();
            int ann = distribution.askNamed(ANN, 0, 0, 1007);
            int again = distribution.askNamed(ANN, 0, 0, 1007);
            distribution.mixIn(ANN, new WorkerDeck(LOTS, ANN, 0, 0, 100, new Allowance(100), List.of(), named, false));

            new Shop().serve(distribution);

            assertThat(positionsOf(distribution, ann)).containsExactly(1007L);
            assertThat(distribution.refusal(again)).isEqualTo(NamedRefusal.HAD_BEFORE);
        }
    }

    private static List<KnownTask> controlsFrom(long first, int count) {
        return LongStream.range(first, first + count)
                .mapToObj(position -> new KnownTask(position, taskAt(position)))
                .toList();
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** Any shop, any callers, batch after batch: the rules hold, and nothing is left lying that somebody could have had. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void the_rules_hold_for_any_shop_and_any_callers(long seed) {
        var random = new Random(seed);
        var workers = new ArrayList<UUID>();
        for (int i = 0; i < 1 + random.nextInt(12); i++) {
            workers.add(UUID.randomUUID());
        }
        var shop = new Shop();
        Map<UUID, Set<UUID>> had = new HashMap<>();
        fill(shop, workers, had, random);
        Map<UUID, long[]> cursors = new HashMap<>();

        for (int batch = 0; batch < 30; batch++) {
            var distribution = new SlotDistribution();
            var askers = new ArrayList<UUID>();
            var wanted = new ArrayList<Integer>();
            for (int i = 0; i < 1 + random.nextInt(10); i++) {
                var worker = workers.get(random.nextInt(workers.size()));
                var cursor = cursors.computeIfAbsent(worker, id -> new long[2]);
                if (random.nextInt(4) == 0) {
                    int position = 1 + random.nextInt(60);
                    distribution.askNamed(worker, cursor[0], cursor[1], position);
                    if (shop.fresh.containsKey((long) position)) {
                        distribution.found(shop.at(position));
                    }
                    shop.returned.values().stream()
                            .filter(slots -> slots.position() == position)
                            .forEach(distribution::found);
                    wanted.add(1);
                } else {
                    int count = 1 + random.nextInt(5);
                    distribution.ask(worker, cursor[0], cursor[1], count);
                    wanted.add(count);
                }
                askers.add(worker);
            }

            if (seed % 2 == 1) {
                mixIn(distribution, askers, had, random);
            }

            shop.serve(distribution);

            apply(shop, distribution, askers, had);
            requireNothingOverlooked(shop, distribution, askers, wanted, had);
            new HashSet<>(askers)
                    .forEach(worker -> cursors.put(worker, new long[] {
                        distribution.cursor(worker, Shelf.RETURNED), distribution.cursor(worker, Shelf.FRESH)
                    }));
        }
    }

    /** Decks of control tasks that nobody else knows of: positions above all others. */
    private static void mixIn(
            SlotDistribution distribution, List<UUID> askers, Map<UUID, Set<UUID>> had, Random random) {
        var lots = new Lots(new byte[] {(byte) random.nextInt(100), 1});
        for (UUID worker : new HashSet<>(askers)) {
            var pool = controlsFrom(1001, 30).stream()
                    .filter(task -> !had.getOrDefault(worker, Set.of()).contains(task.taskId()))
                    .toList();
            distribution.mixIn(
                    worker,
                    new WorkerDeck(lots, worker, 0.4, random.nextInt(1000), 20, new Allowance(7), pool, null, false));
        }
    }

    private static void fill(Shop shop, List<UUID> workers, Map<UUID, Set<UUID>> had, Random random) {
        for (long position = 1; position <= 60; position++) {
            var before =
                    workers.stream().filter(worker -> random.nextInt(6) == 0).toArray(UUID[]::new);
            if (random.nextInt(3) > 0) {
                shop.fresh(position, 1 + random.nextInt(4), before);
            }
            for (UUID worker : before) {
                had.computeIfAbsent(worker, id -> new HashSet<>()).add(taskAt(position));
            }
            if (random.nextInt(5) == 0) {
                shop.returned(1000 - position, position, before);
            }
        }
    }

    /** Takes the grants out of the shop as the database would, and checks each. */
    private static void apply(Shop shop, SlotDistribution distribution, List<UUID> askers, Map<UUID, Set<UUID>> had) {
        for (Grant grant : distribution.grants()) {
            var worker = askers.get(grant.ask());
            if (grant.known()) {
                assertThat(had.computeIfAbsent(worker, id -> new HashSet<>()).add(grant.taskId()))
                        .as("a control task that the worker has not had")
                        .isTrue();
                continue;
            }
            var shelf = grant.shelf() == Shelf.FRESH ? shop.fresh : shop.returned;
            var slots = shelf.get(grant.key());
            Objects.requireNonNull(slots, "a slot was given that is not there");
            assertThat(had.computeIfAbsent(worker, id -> new HashSet<>()).add(grant.taskId()))
                    .as("a task that the worker has not had")
                    .isTrue();
            shelf.remove(grant.key());
            if (slots.remaining() > 1) {
                shelf.put(grant.key(), with(slots, slots.remaining() - 1, worker));
            }
            for (var other : List.of(shop.fresh, shop.returned)) {
                other.replaceAll((key, found) ->
                        found.taskId().equals(grant.taskId()) ? with(found, found.remaining(), worker) : found);
            }
        }
        distribution.grants().stream().filter(grant -> !grant.known()).forEach(grant -> assertThat(
                        distribution.left(grant.shelf(), grant.key()))
                .isEqualTo(remaining((grant.shelf() == Shelf.FRESH ? shop.fresh : shop.returned), grant.key())));
    }

    private static int remaining(Map<Long, Slots> shelf, long key) {
        var slots = shelf.get(key);
        return slots == null ? 0 : slots.remaining();
    }

    private static Slots with(Slots slots, int remaining, UUID worker) {
        var had = new HashSet<>(slots.had());
        had.add(worker);
        return new Slots(slots.shelf(), slots.key(), slots.position(), slots.taskId(), remaining, had);
    }

    /** Who got less than they wanted could not have got more. */
    private static void requireNothingOverlooked(
            Shop shop,
            SlotDistribution distribution,
            List<UUID> askers,
            List<Integer> wanted,
            Map<UUID, Set<UUID>> had) {
        for (int ask = 0; ask < askers.size(); ask++) {
            if (distribution.named(ask).isEmpty()
                    && positionsOf(distribution, ask).size() < wanted.get(ask)) {
                var worker = askers.get(ask);
                assertThat(distribution.isExhausted(ask)).isTrue();
                for (var shelf : List.of(shop.fresh, shop.returned)) {
                    assertThat(shelf.values())
                            .as("slots that the worker could have had")
                            .allMatch(
                                    slots -> had.getOrDefault(worker, Set.of()).contains(slots.taskId()));
                }
            }
        }
    }
}
