package dev.groundwork.task.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.floor.FloorPolicy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JobTest {

    private static final Instant NOW = Instant.parse("2026-01-31T09:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);
    private static final UUID ATTEMPT = UUID.randomUUID();

    private final Job job = Job.draft(
            UUID.randomUUID(),
            new JobTerms(
                    "Street signs",
                    null,
                    "00ff",
                    new Money(5, "EUR"),
                    null,
                    Duration.ofSeconds(15),
                    Duration.ofMinutes(10),
                    Duration.ofDays(7),
                    3,
                    List.of(),
                    FloorPolicy.UNIFORM,
                    ReviewTerms.usual()),
            NOW);

    @Test
    void a_new_job_is_a_draft() {
        assertThat(job.state()).isEqualTo(JobState.DRAFT);
        assertThat(job.reward()).isEqualTo(new Money(5, "EUR"));
        assertThat(job.createdAt()).isEqualTo(NOW);
    }

    @Nested
    class Publishing {

        @Test
        void waits_for_the_money() {
            job.addTasks(2, 6);

            job.publish(ATTEMPT, NOW);

            assertThat(job.state()).isEqualTo(JobState.FUNDING);
            assertThat(job.publicationId()).isEqualTo(ATTEMPT);
            assertThat(job.publishedAt()).isEqualTo(NOW);
        }

        @Test
        void needs_tasks() {
            assertThatThrownBy(() -> job.publish(ATTEMPT, NOW))
                    .isInstanceOfSatisfying(Unprocessable.class, refusal -> assertThat(refusal.code())
                            .isEqualTo("job-without-tasks"));
            assertThat(job.state()).isEqualTo(JobState.DRAFT);
        }

        @Test
        void twice_is_refused() {
            published();

            assertRefused("job-not-draft", () -> job.publish(UUID.randomUUID(), LATER));
            assertThat(job.publicationId()).isEqualTo(ATTEMPT);
        }

        @Test
        void no_tasks_can_be_added_afterwards() {
            published();

            assertRefused("job-not-draft", () -> job.addTasks(1, 1));
        }
    }

    @Nested
    class AnswerAboutTheMoney {

        @Test
        void opens_the_job() {
            published();

            assertThat(job.open(ATTEMPT, LATER)).isTrue();

            assertThat(job.state()).isEqualTo(JobState.OPEN);
            assertThat(job.openedAt()).isEqualTo(LATER);
        }

        @Test
        void or_makes_it_a_draft_again_with_the_reason() {
            published();

            assertThat(job.refuseFunds(ATTEMPT, "insufficient-funds: 1.00 EUR is missing"))
                    .isTrue();

            assertThat(job.state()).isEqualTo(JobState.DRAFT);
            assertThat(job.stateReason()).isEqualTo("insufficient-funds: 1.00 EUR is missing");
            assertThat(job.publishedAt()).isNull();
        }

        @Test
        void to_another_attempt_changes_nothing() {
            published();
            UUID stale = UUID.randomUUID();

            assertThat(job.open(stale, LATER)).isFalse();
            assertThat(job.refuseFunds(stale, "late")).isFalse();

            assertThat(job.state()).isEqualTo(JobState.FUNDING);
        }

        @Test
        void after_a_cancellation_changes_nothing() {
            published();
            job.cancel(LATER);

            assertThat(job.open(ATTEMPT, LATER)).isFalse();

            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
        }

        @Test
        void a_job_refused_may_be_published_again() {
            published();
            job.refuseFunds(ATTEMPT, "insufficient-funds: …");
            UUID second = UUID.randomUUID();

            job.publish(second, LATER);

            assertThat(job.open(ATTEMPT, LATER)).isFalse();
            assertThat(job.open(second, LATER)).isTrue();
            assertThat(job.stateReason()).isNull();
        }
    }

    @Nested
    class Pausing {

        @Test
        void and_resuming() {
            opened();

            job.pause(Job.PAUSED_BY_REQUESTER);
            assertThat(job.state()).isEqualTo(JobState.PAUSED);
            assertThat(job.stateReason()).isEqualTo("requester");
            assertRefused("job-not-open", () -> job.pause("again"));

            job.resume();
            assertThat(job.state()).isEqualTo(JobState.OPEN);
            assertThat(job.stateReason()).isNull();
            assertRefused("job-not-paused", job::resume);
        }

        @Test
        void a_draft_is_refused() {
            assertRefused("job-not-open", () -> job.pause("early"));
        }
    }

    @Nested
    class Ending {

        @Test
        void a_draft_that_is_cancelled_is_over_at_once() {
            job.cancel(LATER);

            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(job.endedAt()).isEqualTo(LATER);
            assertRefused("job-ended", () -> job.cancel(LATER));
        }

        @Test
        void an_open_job_that_is_cancelled_is_over_when_its_assignments_are_final() {
            opened();

            job.cancel(LATER);
            assertThat(job.endedAt()).isNull();

            job.end(LATER);
            assertThat(job.state()).isEqualTo(JobState.CANCELLED);
            assertThat(job.endedAt()).isEqualTo(LATER);
            assertThatThrownBy(() -> job.end(LATER)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void an_open_or_paused_job_completes() {
            opened();
            job.pause(Job.PAUSED_BY_REQUESTER);

            job.end(LATER);

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(job.stateReason()).isNull();
            assertRefused("job-ended", () -> job.cancel(LATER));
        }

        @Test
        void a_draft_cannot_complete() {
            assertThatThrownBy(() -> job.end(LATER)).isInstanceOf(IllegalStateException.class);
        }
    }

    private void published() {
        job.addTasks(2, 6);
        job.publish(ATTEMPT, NOW);
    }

    private void opened() {
        published();
        job.open(ATTEMPT, NOW);
    }

    private static void assertRefused(String code, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(RuleViolation.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }
}
