package dev.groundwork.kit.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ProblemTest {

    @Test
    void members_follow_the_standard_ones_and_never_replace_them() {
        var refusal = new RuleViolation("too-little", "Not enough.", Map.of("status", 200, "required", "5.00"));

        var body = Problem.of(refusal).body();

        assertThat(body).containsEntry("status", 409).containsEntry("required", "5.00");
        assertThat(List.copyOf(body.keySet())).containsExactly("type", "title", "status", "detail", "code", "required");
    }

    @Test
    void waiting_times_are_whole_seconds_and_at_least_one() {
        assertThat(retryAfter(Duration.ZERO)).isEqualTo("1");
        assertThat(retryAfter(Duration.ofMillis(1001))).isEqualTo("2");
        assertThat(retryAfter(Duration.ofSeconds(30))).isEqualTo("30");
    }

    @Test
    void a_refusal_costs_no_stack_trace() {
        assertThat(new NotFound("payout-batch", 7).getStackTrace()).isEmpty();
        assertThat(new NotFound("payout-batch", 7).detail()).isEqualTo("There is no payout batch 7.");
        assertThat(new NotFound("payout-batch", 7).code()).isEqualTo("payout-batch-not-found");
    }

    private static String retryAfter(Duration duration) {
        return String.valueOf(
                Problem.of(new TryLater("busy", "Busy.", duration)).headers().get("Retry-After"));
    }
}
