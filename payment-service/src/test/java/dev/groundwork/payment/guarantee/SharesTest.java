package dev.groundwork.payment.guarantee;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharesTest {

    @Test
    void the_largest_remainder_gets_what_is_left() {
        assertThat(Shares.split(10, List.of(1L, 1L, 1L))).containsExactly(4L, 3L, 3L);
        assertThat(Shares.split(100, List.of(1L, 2L, 6L))).containsExactly(11L, 22L, 67L);
        assertThat(Shares.split(Long.MAX_VALUE, List.of(Long.MAX_VALUE, Long.MAX_VALUE)))
                .containsExactly(Long.MAX_VALUE / 2 + 1, Long.MAX_VALUE / 2);
    }

    @Test
    void parts_add_up_and_none_is_off_by_a_unit() {
        var random = new Random(20261126);
        for (int run = 0; run < 2_000; run++) {
            long minor = random.nextLong(1_000_000);
            List<Long> weights = new ArrayList<>();
            for (int i = random.nextInt(1, 20); i > 0; i--) {
                weights.add(random.nextLong(1, 100_000));
            }
            long sum = weights.stream().mapToLong(Long::longValue).sum();

            List<Long> parts = Shares.split(minor, weights);

            assertThat(parts.stream().mapToLong(Long::longValue).sum()).isEqualTo(minor);
            for (int i = 0; i < parts.size(); i++) {
                assertThat(parts.get(i) * (double) sum)
                        .isBetween((minor * (double) weights.get(i)) - sum, (minor * (double) weights.get(i)) + sum);
            }
        }
    }
}
