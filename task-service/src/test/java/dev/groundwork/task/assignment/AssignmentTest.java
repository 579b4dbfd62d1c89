package dev.groundwork.task.assignment;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.assignment.Assignment.Terms;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AssignmentTest {

    private static final Instant CLAIMED_AT = Instant.parse("2026-11-22T18:00:00Z");
    private static final Instant DEADLINE = CLAIMED_AT.plus(Duration.ofMinutes(15));
    private static final UUID WORKER = UUID.randomUUID();
    private static final UUID REQUESTER = UUID.randomUUID();
    private static final Rejection REJECTION =
            new Rejection(RejectionReason.FRAUD, "The same text as in 40 others.", "2", null);

    private static Assignment in(AssignmentState state) {
        var submittedAt = state.isAnswered() ? CLAIMED_AT.plusSeconds(30) : null;
        return new Assignment(
                UUID.randomUUID(),
                new Terms(
                        UUID.randomUUID(),
                        UUID.randomUUID(),
                        1,
                        REQUESTER,
                        WORKER,
                        5,
                        "EUR",
                        CLAIMED_AT,
                        DEADLINE,
                        Duration.ofDays(7)),
                state,
                submittedAt,
                submittedAt == null ? null : submittedAt.plus(Duration.ofDays(7)),
                0,
                state.isAnswered() ? "{}" : null);
    }

    private static void refused(String code, ThrowingCallable act) {
        assertThatThrownBy(act).isInstanceOfSatisfying(DomainProblem.class, refusal -> assertThat(refusal.code())
                .isEqualTo(code));
    }

    @Nested
    class Submitting {

        @Test
        void starts_the_review_window() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{\"label\":\"cat\"}", 12L, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.state()).isEqualTo(AssignmentState.SUBMITTED);
            assertThat(assignment.reviewDueAt())
                    .isEqualTo(CLAIMED_AT.plusSeconds(20).plus(Duration.ofDays(7)));
            assertThat(assignment.activeSeconds()).isEqualTo(12);
        }

        @Test
        void is_in_time_until_just_before_the_deadline() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{}", 1L, DEADLINE.minusNanos(1000));

            assertThat(assignment.state()).isEqualTo(AssignmentState.SUBMITTED);
        }

        @Test
        void is_late_at_the_deadline_even_if_the_clock_has_not_come_by() {
            var assignment = in(AssignmentState.CLAIMED);

            refused("assignment-expired", () -> assignment.submit("{}", 1L, DEADLINE));

            assertThat(assignment.state()).isEqualTo(AssignmentState.CLAIMED);
        }

        @Test
        void credits_no_more_than_the_time_since_the_claim() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{}", 5000L, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.activeSeconds()).isEqualTo(20);
        }

        @Test
        void credits_the_time_since_the_claim_where_nothing_was_measured() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{}", null, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.activeSeconds()).isEqualTo(20);
        }

        @ParameterizedTest
        @EnumSource(
                value = AssignmentState.class,
                names = {"SUBMITTED", "APPROVED", "ACCEPTED_UNUSED", "REJECTION_HELD", "APPEALED", "REJECTED"})
        void again_is_refused_once_answered(AssignmentState state) {
            refused("already-submitted", () -> in(state).submit("{}", 1L, CLAIMED_AT.plusSeconds(40)));
        }
    }

    @Nested
    class Heartbeats {

        @Test
        void never_take_credited_time_away() {
            var assignment = in(AssignmentState.CLAIMED);
            assignment.heartbeat(10, CLAIMED_AT.plusSeconds(15));

            assignment.heartbeat(3, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.activeSeconds()).isEqualTo(10);
        }

        @Test
        void are_refused_after_the_deadline() {
            refused("assignment-expired", () -> in(AssignmentState.CLAIMED).heartbeat(3, DEADLINE.plusSeconds(1)));
        }
    }

    @Nested
    class Reviewing {

        @ParameterizedTest
        @EnumSource(value = AssignmentState.class, mode = Mode.EXCLUDE, names = "SUBMITTED")
        void is_refused_unless_submitted(AssignmentState state) {
            var assignment = in(state);

            assertThatThrownBy(() -> assignment.approve(null, CLAIMED_AT)).isInstanceOf(DomainProblem.class);
            assertThatThrownBy(() -> assignment.reject(REJECTION, CLAIMED_AT)).isInstanceOf(DomainProblem.class);

            assertThat(assignment.state()).isEqualTo(state);
            assertThat(assignment.isChanged()).isFalse();
        }

        @Test
        void a_rejection_is_held() {
            var assignment = in(AssignmentState.SUBMITTED);

            assignment.reject(REJECTION, CLAIMED_AT.plusSeconds(90));

            assertThat(assignment.state()).isEqualTo(AssignmentState.REJECTION_HELD);
            assertThat(assignment.reviewSeconds()).isEqualTo(60);
        }
    }

    @Nested
    class TheClock {

        @Test
        void expires_a_claim_at_its_deadline_and_not_before() {
            var assignment = in(AssignmentState.CLAIMED);

            assertThat(assignment.expireIfDue(DEADLINE.minusNanos(1000))).isFalse();
            assertThat(assignment.expireIfDue(DEADLINE)).isTrue();

            assertThat(assignment.state()).isEqualTo(AssignmentState.EXPIRED);
        }

        @Test
        void approves_by_silence_at_the_end_of_the_review_window_and_not_before() {
            var assignment = in(AssignmentState.SUBMITTED);
            var due = CLAIMED_AT.plusSeconds(30).plus(Duration.ofDays(7));

            assertThat(assignment.approveBySilenceIfDue(due.minusNanos(1000))).isFalse();
            assertThat(assignment.approveBySilenceIfDue(due)).isTrue();

            assertThat(assignment.state()).isEqualTo(AssignmentState.APPROVED);
            assertThat(assignment.decidedBy()).isEqualTo("silence");
        }

        @ParameterizedTest
        @EnumSource(
                value = AssignmentState.class,
                mode = Mode.EXCLUDE,
                names = {"CLAIMED", "SUBMITTED"})
        void leaves_everything_else_alone(AssignmentState state) {
            var assignment = in(state);
            var late = CLAIMED_AT.plus(Duration.ofDays(100));

            assertThat(assignment.expireIfDue(late) || assignment.approveBySilenceIfDue(late))
                    .isFalse();
        }
    }

    @Test
    void somebody_elses_assignment_is_reported_as_absent() {
        var assignment = in(AssignmentState.CLAIMED);

        assertThatThrownBy(() -> assignment.requireWorker(UUID.randomUUID())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> assignment.requireRequester(UUID.randomUUID())).isInstanceOf(NotFound.class);
    }
}
