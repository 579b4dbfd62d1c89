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
                    List.of(),
                    FloorPolicy.UNIFORM,
                    ReviewTerms.usual(),
                    0,
                    7,
                    null),
            NOW);

    @Test
    void a_new_job_is_a_draft() {
        assertThat(job.state()).isEqualTo(JobState.DRAFT);
        assertThat(job.reward()).isEqualTo(new Money(5, "EUR"));
        assertThat(job.createdAt()).isEqualTo(NOW);
    }

    @Test
    void holds_money_for_its_answers_and_for_who_is_screened_out_beside_them() {
        job.addTasks(2, 6);

        assertThat(job.assignmentCount()).isEqualTo(6);
        assertThat(job.mostPaid()).isEqualTo(13);
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

    @Nested
    class Piloting {

        private void piloting() {
            published();
            assertThat(job.openPilot(ATTEMPT, 10, NOW)).isTrue();
        }

        @Test
        void opens_as_many_attempts_as_are_to_be_measured_and_one_more_for_each_without_a_time() {
            piloting();

            job.pilotStands(3, 1, 2);

            assertThat(job.state()).isEqualTo(JobState.PILOT);
            assertThat(job.pilotWorkers()).isEqualTo(10);
            assertThat(job.pilotSlots()).isEqualTo(5);
            assertThat(job.pilotMeasured()).isEqualTo(1);
        }

        @Test
        void is_over_once() {
            piloting();

            job.passPilot();

            assertThat(job.state()).isEqualTo(JobState.OPEN);
            assertThat(job.isInPilot()).isFalse();
            assertThatThrownBy(job::passPilot).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void goes_on_after_a_pause_and_is_over_after_one_as_underpaid() {
            piloting();
            job.pause(Job.PAUSED_BY_REQUESTER);
            job.resume();
            assertThat(job.state()).isEqualTo(JobState.PILOT);

            job.pauseUnderpaid(new Money(9, "EUR"));
            assertThat(job.isUnderpaid()).isTrue();
            job.resumePaid();

            assertThat(job.state()).isEqualTo(JobState.OPEN);
            assertThat(job.isInPilot()).isFalse();
        }

        @Test
        void ends_with_its_last_assignment_like_any_other() {
            piloting();

            job.end(LATER);

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
        }

        @Test
        void of_another_attempt_changes_nothing() {
            published();

            assertThat(job.openPilot(UUID.randomUUID(), 10, NOW)).isFalse();

            assertThat(job.state()).isEqualTo(JobState.FUNDING);
        }
    }

    @Nested
    class Paying {

        private final UUID raise = UUID.randomUUID();

        @Test
        void what_is_owed_never_falls() {
            opened();
            job.pauseUnderpaid(new Money(9, "EUR"));
            job.resumePaid();

            job.pauseUnderpaid(new Money(7, "EUR"));

            assertThat(job.owed()).isEqualTo(new Money(9, "EUR"));
        }

        @Test
        void a_raise_counts_once_its_money_is_held() {
            opened();

            job.askRaise(raise, new Money(8, "EUR"));
            assertThat(job.reward()).isEqualTo(new Money(5, "EUR"));
            assertThat(job.raiseTo()).isEqualTo(new Money(8, "EUR"));
            assertThat(job.raise(UUID.randomUUID())).isFalse();
            assertThat(job.raise(raise)).isTrue();

            assertThat(job.reward()).isEqualTo(new Money(8, "EUR"));
            assertThat(job.owed()).isEqualTo(new Money(8, "EUR"));
            assertThat(job.raiseTo()).isNull();
            assertThat(job.raise(raise)).isFalse();
        }

        @Test
        void a_raise_whose_money_is_refused_leaves_the_reward_and_may_be_asked_for_again() {
            opened();
            job.askRaise(raise, new Money(8, "EUR"));

            assertThat(job.refuseRaise(raise, "insufficient-funds: …")).isTrue();

            assertThat(job.reward()).isEqualTo(new Money(5, "EUR"));
            assertThat(job.raiseRefusal()).isEqualTo("insufficient-funds: …");
            job.askRaise(UUID.randomUUID(), new Money(6, "EUR"));
            assertThat(job.raiseRefusal()).isNull();
        }

        @Test
        void a_reward_falls_never_and_rises_one_step_at_a_time() {
            opened();
            for (long minor : new long[] {1, 4, 5}) {
                assertThatThrownBy(() -> job.askRaise(raise, new Money(minor, "EUR")))
                        .isInstanceOfSatisfying(Unprocessable.class, refusal -> assertThat(refusal.code())
                                .isEqualTo("reward-not-raised"));
            }

            job.askRaise(raise, new Money(8, "EUR"));

            assertRefused("raise-pending", () -> job.askRaise(UUID.randomUUID(), new Money(9, "EUR")));
        }

        @Test
        void a_job_that_is_not_published_or_has_ended_has_nothing_to_raise() {
            assertRefused("job-not-published", () -> job.askRaise(raise, new Money(8, "EUR")));
            opened();
            job.askRaise(raise, new Money(8, "EUR"));
            job.end(LATER);

            assertThat(job.raise(raise)).isFalse();
            assertThat(job.reward()).isEqualTo(new Money(5, "EUR"));
            assertRefused("job-not-published", () -> job.askRaise(UUID.randomUUID(), new Money(9, "EUR")));
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
