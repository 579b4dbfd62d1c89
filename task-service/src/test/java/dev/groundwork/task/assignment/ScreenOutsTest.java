package dev.groundwork.task.assignment;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.task.time.SpentTime;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Whose slots come back when many are screened out in one transaction. */
class ScreenOutsTest {

    private static final Instant CLAIMED_AT = Instant.parse("2026-11-22T18:00:00Z");

    private final UUID job = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();

    @Test
    void the_first_are_paid_beside_the_answers_as_long_as_the_job_pays_for_them() {
        var batch = List.of(screenedOut(job), screenedOut(other), screenedOut(job), screenedOut(job));

        // Counted already: of the three the job pays for two, and the other job had room for five more.
        assertThat(ScreenOuts.paidBeside(batch, Map.of(job, -1L, other, 4L)))
                .containsExactlyInAnyOrder(
                        batch.get(0).id(), batch.get(1).id(), batch.get(2).id());
    }

    @Test
    void none_is_where_the_job_pays_for_none_or_for_no_more() {
        var batch = List.of(screenedOut(job), screenedOut(other));

        assertThat(ScreenOuts.paidBeside(batch, Map.of(job, -1L, other, -7L))).isEmpty();
    }

    private static Assignment screenedOut(UUID job) {
        return new Assignment(
                UUID.randomUUID(),
                new Assignment.Terms(
                        job,
                        UUID.randomUUID(),
                        1,
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        5,
                        "EUR",
                        CLAIMED_AT,
                        CLAIMED_AT.plusSeconds(900),
                        Duration.ofDays(7),
                        Duration.ZERO,
                        false,
                        false),
                AssignmentState.SCREENED_OUT,
                null,
                null,
                SpentTime.NONE,
                "{}",
                List.of(),
                null,
                null,
                new Assignment.ScreenOutPay(1, null));
    }
}
