package dev.groundwork.task.control;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class WorkerDeckTest {

    private static final UUID WORKER = new UUID(1, 2);
    private static final Lots LOTS = new Lots(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});

    private static List<KnownTask> pool(int size) {
        return LongStream.rangeClosed(1, size)
                .mapToObj(position -> new KnownTask(position, new UUID(7, position)))
                .toList();
    }

    private static WorkerDeck deck(double share, long firstDraw, int most, Allowance allowance, int pool) {
        return new WorkerDeck(LOTS, WORKER, share, firstDraw, most, allowance, pool(pool), null, false);
    }

    @Test
    void about_the_share_of_all_slots_is_given_to_control_tasks() {
        var deck = deck(0.2, 0, Integer.MAX_VALUE, new Allowance(Long.MAX_VALUE), 10_000);

        int dealt = 0;
        for (int slot = 0; slot < 10_000; slot++) {
            dealt += deck.next() == null ? 0 : 1;
        }

        assertThat(dealt / 10_000.0).isCloseTo(0.2, within(0.015));
        assertThat(deck.draws()).isEqualTo(10_000);
        assertThat(deck.dealt()).isEqualTo(dealt);
    }

    @Test
    void where_they_come_follows_from_the_secret_and_goes_on_where_the_last_claim_ended() {
        var whole = deck(0.3, 0, 1000, new Allowance(1000), 1000);
        var wholeRow = new ArrayList<Boolean>();
        for (int slot = 0; slot < 200; slot++) {
            wholeRow.add(whole.next() != null);
        }

        var parts = new ArrayList<Boolean>();
        for (long first = 0; first < 200; first += 20) {
            var deck = deck(0.3, first, 1000, new Allowance(1000), 1000);
            for (int slot = 0; slot < 20; slot++) {
                parts.add(deck.next() != null);
            }
        }
        var other = new WorkerDeck(
                new Lots(new byte[] {9, 9, 9, 9, 9, 9, 9, 9}),
                WORKER,
                0.3,
                0,
                1000,
                new Allowance(1000),
                pool(1000),
                null,
                false);
        var otherRow = new ArrayList<Boolean>();
        for (int slot = 0; slot < 200; slot++) {
            otherRow.add(other.next() != null);
        }

        assertThat(parts).isEqualTo(wholeRow);
        assertThat(otherRow).isNotEqualTo(wholeRow);
    }

    @Test
    void lots_are_independent_of_each_other() {
        // Whether one slot is a control task says nothing of the next: the four pairs are as frequent as chance has
        // them.
        var pairs = new int[4];
        boolean before = LOTS.draw(WORKER, 0) < 0.5;
        for (int number = 1; number <= 20_000; number++) {
            boolean now = LOTS.draw(WORKER, number) < 0.5;
            pairs[(before ? 2 : 0) + (now ? 1 : 0)]++;
            before = now;
        }

        for (int pair : pairs) {
            assertThat(pair / 20_000.0).isCloseTo(0.25, within(0.015));
        }
    }

    @Test
    void no_more_are_dealt_than_the_worker_may_meet_the_job_may_buy_or_the_pool_has() {
        assertThat(dealt(deck(1, 0, 3, new Allowance(100), 100), 10)).isEqualTo(3);
        assertThat(dealt(deck(1, 0, 100, new Allowance(4), 100), 10)).isEqualTo(4);
        assertThat(dealt(deck(1, 0, 100, new Allowance(100), 5), 10)).isEqualTo(5);
    }

    private static int dealt(WorkerDeck deck, int slots) {
        for (int slot = 0; slot < slots; slot++) {
            deck.next();
        }
        assertThat(deck.draws()).isEqualTo(slots);
        return deck.dealt();
    }

    @Test
    void a_named_control_task_is_given_once() {
        var named = new KnownTask(5, new UUID(7, 5));
        var deck = new WorkerDeck(LOTS, WORKER, 0, 0, 10, new Allowance(10), List.of(), named, false);

        assertThat(deck.isNamed(5)).isTrue();
        assertThat(deck.isNamed(6)).isFalse();
        assertThat(deck.hadNamed(5)).isFalse();
        assertThat(deck.takeNamed(5)).isEqualTo(named);
        assertThat(deck.hadNamed(5)).isTrue();
    }
}
