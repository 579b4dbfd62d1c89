package dev.groundwork.task.time;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

import dev.groundwork.task.time.Activity.Kind;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttentionTest {

    private static final Instant START = Instant.parse("2026-11-22T18:00:00Z");
    private static final Duration THETA = Duration.ofSeconds(30);
    private static final List<Kind> KINDS = List.copyOf(EnumSet.allOf(Kind.class));
    private static final UUID ONE = UUID.randomUUID();
    private static final UUID OTHER = UUID.randomUUID();

    private final Attention attention = Attention.none();

    private void seen(UUID assignment, Kind kind, double second) {
        attention.observe(assignment, THETA, new Activity(kind, at(second)));
    }

    private static Instant at(double second) {
        return START.plusMillis(Math.round(1000 * second));
    }

    private Map<UUID, Long> credits() {
        return attention.takeCredits();
    }

    @Nested
    class One {

        @Test
        void the_gap_between_two_signs_counts() {
            seen(ONE, Kind.FOCUS, 0);
            seen(ONE, Kind.INPUT, 12);
            seen(ONE, Kind.BLUR, 20);

            assertThat(credits()).containsExactly(Map.entry(ONE, 20_000L));
        }

        @Test
        void a_silent_gap_of_200_seconds_counts_as_the_allowance() {
            seen(ONE, Kind.FOCUS, 0);
            seen(ONE, Kind.INPUT, 200);

            assertThat(credits()).containsExactly(Map.entry(ONE, 30_000L));
        }

        @Test
        void a_gap_counts_whole_while_media_play() {
            seen(ONE, Kind.FOCUS, 0);
            seen(ONE, Kind.MEDIA_PLAY, 10);
            seen(ONE, Kind.MEDIA_STOP, 110);
            seen(ONE, Kind.BLUR, 210);

            assertThat(credits()).containsExactly(Map.entry(ONE, 140_000L));
        }

        @Test
        void media_that_play_for_hours_without_another_sign_count_for_two_minutes() {
            seen(ONE, Kind.MEDIA_PLAY, 0);
            seen(ONE, Kind.MEDIA_PLAY, 100);
            seen(ONE, Kind.MEDIA_STOP, 9_000);

            assertThat(credits()).containsExactly(Map.entry(ONE, 220_000L));
        }

        @Test
        void nothing_counts_between_blur_and_focus() {
            seen(ONE, Kind.FOCUS, 0);
            seen(ONE, Kind.BLUR, 10);
            seen(ONE, Kind.FOCUS, 500);
            seen(ONE, Kind.BLUR, 505);

            assertThat(credits()).containsExactly(Map.entry(ONE, 15_000L));
        }

        @Test
        void the_last_gap_ends_with_the_submission() {
            seen(ONE, Kind.FOCUS, 0);

            assertThat(attention.tailMillis(ONE, at(25))).isEqualTo(25_000);
            assertThat(attention.tailMillis(ONE, at(250))).isEqualTo(30_000);
            attention.end(ONE, at(25));

            seen(OTHER, Kind.FOCUS, 60);
            assertThat(attention.tailMillis(ONE, at(70))).isZero();
            assertThat(credits()).isEmpty();
        }

        @Test
        void a_submission_of_what_is_not_in_front_counts_nothing() {
            seen(ONE, Kind.FOCUS, 0);

            assertThat(attention.tailMillis(OTHER, at(25))).isZero();
            attention.end(OTHER, at(25));

            assertThat(attention.tailMillis(ONE, at(25))).isEqualTo(25_000);
        }

        @Test
        void input_within_five_seconds_cuts_no_gap_into_pieces() {
            seen(ONE, Kind.FOCUS, 0);
            for (int tenth = 1; tenth <= 40; tenth++) {
                seen(ONE, Kind.INPUT, tenth / 10.0);
            }

            assertThat(credits()).isEmpty();
            assertThat(attention.creditedUntil()).isEqualTo(at(0));
        }

        @Test
        void what_is_sent_twice_counts_once() {
            for (int time = 0; time < 2; time++) {
                seen(ONE, Kind.FOCUS, 0);
                seen(ONE, Kind.INPUT, 10);
                seen(ONE, Kind.INPUT, 20);
            }

            assertThat(credits()).containsExactly(Map.entry(ONE, 20_000L));
        }
    }

    @Nested
    class Two {

        @Test
        void tabs_over_ten_minutes_come_to_ten_minutes() {
            // Both windows claim the focus all the time, each on its own clock of signs.
            for (int second = 0; second <= 600; second += 10) {
                seen(ONE, Kind.FOCUS, second);
                seen(OTHER, Kind.FOCUS, second + 3);
            }

            var credits = credits();

            assertThat(credits.values().stream().mapToLong(Long::longValue).sum())
                    .isEqualTo(603_000);
            assertThat(credits).containsOnlyKeys(ONE, OTHER);
        }

        @Test
        void the_time_until_another_comes_to_the_front_is_the_first_ones() {
            seen(ONE, Kind.FOCUS, 0);
            seen(OTHER, Kind.FOCUS, 20);
            seen(OTHER, Kind.BLUR, 25);

            assertThat(credits()).containsExactly(Map.entry(ONE, 20_000L), Map.entry(OTHER, 5_000L));
        }

        @Test
        void a_window_behind_cuts_no_gap_of_the_one_in_front() {
            seen(ONE, Kind.FOCUS, 0);
            for (int second = 10; second < 200; second += 10) {
                seen(OTHER, Kind.BLUR, second);
                seen(OTHER, Kind.MEDIA_PLAY, second);
                seen(OTHER, Kind.MEDIA_STOP, second);
            }
            seen(ONE, Kind.BLUR, 200);

            assertThat(credits()).containsExactly(Map.entry(ONE, 30_000L));
        }

        @Test
        void signs_that_arrive_late_change_nothing() {
            seen(ONE, Kind.FOCUS, 0);
            seen(ONE, Kind.INPUT, 40);
            seen(OTHER, Kind.FOCUS, 10);
            seen(ONE, Kind.INPUT, 50);

            assertThat(credits()).containsExactly(Map.entry(ONE, 40_000L));
        }
    }

    /** Whatever is sent, of however many tasks, in whatever order: nobody works longer than time passes. */
    @Test
    void the_sum_over_all_tasks_never_passes_the_wall() {
        for (long seed = 0; seed < 1_000; seed++) {
            var random = new SplittableRandom(seed);
            var worker = Attention.none();
            var tasks = List.of(ONE, OTHER, UUID.randomUUID());
            var seen = new ArrayList<Activity>();
            for (int i = 0; i < 60; i++) {
                seen.add(new Activity(
                        KINDS.get(random.nextInt(KINDS.size())), START.plusMillis(random.nextInt(900_000))));
            }
            if (random.nextBoolean()) {
                seen.sort(Comparator.comparing(Activity::at));
            }
            seen.forEach(activity -> worker.observe(
                    tasks.get(random.nextInt(tasks.size())), Duration.ofSeconds(30 + random.nextInt(150)), activity));
            var last = seen.stream()
                    .map(Activity::at)
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            var first = seen.stream()
                    .map(Activity::at)
                    .min(Comparator.naturalOrder())
                    .orElseThrow();
            var credits = worker.takeCredits();
            tasks.forEach(task -> {
                credits.merge(task, worker.tailMillis(task, last), Long::sum);
                worker.end(task, last);
            });

            assertThat(credits.values()).as("seed %d", seed).allMatch(millis -> millis >= 0);
            assertThat(credits.values().stream().mapToLong(Long::longValue).sum())
                    .as("seed %d", seed)
                    .isLessThanOrEqualTo(Duration.between(first, last).toMillis());
        }
    }

    /** Sent in order and at once, or with every part sent again: the same comes out. */
    @Test
    void repeating_every_heartbeat_credits_no_more() {
        for (long seed = 0; seed < 200; seed++) {
            var random = new SplittableRandom(seed);
            var seen = new ArrayList<Activity>();
            long millis = 0;
            for (int i = 0; i < 40; i++) {
                millis += 1 + random.nextInt(60_000);
                seen.add(new Activity(KINDS.get(random.nextInt(KINDS.size())), START.plusMillis(millis)));
            }
            var once = Attention.none();
            seen.forEach(activity -> once.observe(ONE, THETA, activity));
            var twice = Attention.none();
            for (int from = 0; from < seen.size(); from += 10) {
                var part = seen.subList(from, from + 10);
                part.forEach(activity -> twice.observe(ONE, THETA, activity));
                part.subList(0, 9).forEach(activity -> twice.observe(ONE, THETA, activity));
            }

            assertThat(twice.takeCredits()).as("seed %d", seed).isEqualTo(once.takeCredits());
        }
    }
}
