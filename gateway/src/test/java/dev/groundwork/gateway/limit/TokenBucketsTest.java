package dev.groundwork.gateway.limit;

import java.time.Duration;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TokenBucketsTest {

    private static final long START = 5_000_000_000L;
    private static final long SECOND = 1_000_000_000L;

    @Test
    void a_burst_passes_and_the_next_call_is_told_when() {
        var buckets = new TokenBuckets(3, 2, 64);

        assertThat(buckets.take(7, START).remaining()).isEqualTo(2);
        assertThat(buckets.take(7, START).remaining()).isEqualTo(1);
        assertThat(buckets.take(7, START).remaining()).isZero();
        var refused = buckets.take(7, START);

        assertThat(refused.granted()).isFalse();
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void tokens_flow_back_at_the_rate_and_never_beyond_the_burst() {
        var buckets = new TokenBuckets(3, 2, 64);
        for (int i = 0; i < 3; i++) {
            buckets.take(7, START);
        }

        assertThat(buckets.take(7, START + SECOND / 2 - 1).granted()).isFalse();
        assertThat(buckets.take(7, START + SECOND / 2).granted()).isTrue();
        assertThat(buckets.take(7, START + 3600 * SECOND).remaining()).isEqualTo(2);
    }

    @Test
    void callers_do_not_use_up_each_others_tokens() {
        var buckets = new TokenBuckets(1, 1, 1000);

        for (long caller = 1; caller <= 200; caller++) {
            assertThat(buckets.take(caller, START).granted()).isTrue();
        }
        for (long caller = 1; caller <= 200; caller++) {
            assertThat(buckets.take(caller, START).granted())
                    .as("caller " + caller)
                    .isFalse();
        }
    }

    /** Whoever invents callers without number may free somebody early, but never lock anybody out. */
    @Test
    void a_flood_of_strangers_locks_nobody_out() {
        var buckets = new TokenBuckets(100, 1, 64);
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            buckets.take(random.nextLong(), START);
        }

        assertThat(buckets.take(7, START).granted()).isTrue();
    }

    @Test
    void in_the_long_run_the_rate_is_kept() {
        var buckets = new TokenBuckets(10, 50, 64);
        int granted = 0;
        for (long now = START; now < START + 20 * SECOND; now += SECOND / 1000) {
            granted += buckets.take(7, now).granted() ? 1 : 0;
        }

        assertThat(granted).isBetween(1005, 1012);
    }
}
