package dev.groundwork.task.job;

import java.math.BigDecimal;
import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PilotsTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "20, 1", "21, 2", "100, 5", "199, 10", "1000, 10", "9000000000, 10"})
    void a_pilot_takes_a_twentieth_of_the_job_one_answer_at_least_and_one_a_worker_at_most(
            long assignments, long share) {
        assertThat(Pilots.share(10, assignments, new BigDecimal("0.05"))).isEqualTo(share);
    }

    @ParameterizedTest
    @CsvSource({"PT0S, PT5S", "PT1M, PT5S", "PT10M, PT30S", "PT3H, PT9M", "PT48H, PT10M"})
    void an_idle_pilot_rests_the_longer_the_longer_it_has_been_open(Duration open, Duration rest) {
        assertThat(Pilots.rest(open)).isEqualTo(rest);
    }
}
