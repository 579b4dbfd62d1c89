package dev.groundwork.task.assignment;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.assignment.Assignment.Terms;
import dev.groundwork.task.floor.FloorRate;
import dev.groundwork.task.time.SpentTime;

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

    private static final Rejection.Stake STAKE = new Rejection.Stake(RejectionOutcome.UNPAID, 0);
    private static final Duration REVISION = Duration.ofMinutes(2);
    private static final Duration FORTNIGHT = Duration.ofDays(14);
    private static final Instant APPEAL_UNTIL = CLAIMED_AT.plus(FORTNIGHT);
    private static final Instant RULING_DUE = CLAIMED_AT.plus(Duration.ofDays(20));

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
                        Duration.ofDays(7),
                        REVISION,
                        false,
                        false),
                state,
                submittedAt,
                submittedAt == null ? null : submittedAt.plus(Duration.ofDays(7)),
                SpentTime.NONE,
                state.isAnswered() ? "{}" : null,
                List.of(),
                isDisputed(state) ? REJECTION : null,
                isDisputed(state)
                        ? new Assignment.Dispute(
                                STAKE,
                                APPEAL_UNTIL,
                                state == AssignmentState.APPEALED ? CLAIMED_AT : null,
                                state == AssignmentState.APPEALED ? RULING_DUE : null)
                        : null,
                null);
    }

    private static boolean isDisputed(AssignmentState state) {
        return state == AssignmentState.REJECTION_HELD
                || state == AssignmentState.APPEALED
                || state == AssignmentState.REJECTED;
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

            assignment.submit("{\"label\":\"cat\"}", 12L, false, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.state()).isEqualTo(AssignmentState.SUBMITTED);
            assertThat(assignment.reviewDueAt())
                    .isEqualTo(CLAIMED_AT.plusSeconds(20).plus(Duration.ofDays(7)));
            assertThat(assignment.activeSeconds()).isEqualTo(12);
        }

        @Test
        void is_in_time_until_just_before_the_deadline() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{}", 1L, false, DEADLINE.minusNanos(1000));

            assertThat(assignment.state()).isEqualTo(AssignmentState.SUBMITTED);
        }

        @Test
        void is_late_at_the_deadline_even_if_the_clock_has_not_come_by() {
            var assignment = in(AssignmentState.CLAIMED);

            refused("assignment-expired", () -> assignment.submit("{}", 1L, false, DEADLINE));

            assertThat(assignment.state()).isEqualTo(AssignmentState.CLAIMED);
        }

        @Test
        void credits_no_more_than_the_time_since_the_claim() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{}", 5000L, false, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.activeSeconds()).isEqualTo(20);
        }

        @Test
        void credits_the_time_since_the_claim_where_nothing_was_measured() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{}", null, false, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.activeSeconds()).isEqualTo(20);
        }

        @ParameterizedTest
        @EnumSource(
                value = AssignmentState.class,
                names = {"SUBMITTED", "APPROVED", "ACCEPTED_UNUSED", "REJECTION_HELD", "APPEALED", "REJECTED"})
        void again_is_refused_once_answered(AssignmentState state) {
            refused("already-submitted", () -> in(state).submit("{}", 1L, false, CLAIMED_AT.plusSeconds(400)));
        }
    }

    @Nested
    class Revising {

        private final Instant submittedAt = CLAIMED_AT.plusSeconds(30);

        @Test
        void replaces_the_answer_and_leaves_the_review_clock_as_it_was() {
            var assignment = in(AssignmentState.SUBMITTED);
            var due = assignment.reviewDueAt();

            assignment.submit(
                    "{\"label\":\"dog\"}",
                    50L,
                    false,
                    submittedAt.plus(REVISION).minusNanos(1000));

            assertThat(assignment.state()).isEqualTo(AssignmentState.SUBMITTED);
            assertThat(assignment.newAnswer()).isEqualTo("{\"label\":\"dog\"}");
            assertThat(assignment.submittedAt()).isEqualTo(submittedAt);
            assertThat(assignment.reviewDueAt()).isEqualTo(due);
            // What is reported beyond the first submission is not work on the task.
            assertThat(assignment.activeSeconds())
                    .isEqualTo(assignment.wallSeconds(submittedAt))
                    .isEqualTo(30);
            assertThat(assignment.isChanged()).isTrue();
        }

        @Test
        void is_over_with_its_window() {
            refused("already-submitted", () -> in(AssignmentState.SUBMITTED)
                    .submit("{}", 1L, false, submittedAt.plus(REVISION)));
        }

        @Test
        void adds_only_the_seconds_that_no_event_has_counted() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.submit("{\"label\":\"cat\"}", 12L, false, CLAIMED_AT.plusSeconds(20));
            assignment.submit("{\"label\":\"dog\"}", 19L, false, CLAIMED_AT.plusSeconds(30));

            assertThat(assignment.steps())
                    .containsExactly(
                            new Assignment.Step(AssignmentState.Act.SUBMIT, AssignmentState.SUBMITTED, 12, 12),
                            new Assignment.Step(AssignmentState.Act.REVISE, AssignmentState.SUBMITTED, 19, 7));
        }
    }

    @Nested
    class RepeatingALateAnswer {

        private final Instant submittedAt = CLAIMED_AT.plusSeconds(30);

        private Assignment revised() {
            var assignment = in(AssignmentState.CLAIMED);
            assignment.submit("{\"label\":\"cat\",\"sure\":1.50}", 12L, false, submittedAt);
            assignment.submit("{\"label\":\"dog\",\"sure\":1}", 19L, false, submittedAt.plusSeconds(10));
            return assignment;
        }

        @Test
        void does_not_undo_the_revision_however_it_is_written() {
            var assignment = revised();

            refused(
                    "answer-replaced",
                    () -> assignment.submit(
                            "{\"sure\": 15e-1, \"label\": \"cat\"}", 12L, false, submittedAt.plusSeconds(20)));

            assertThat(assignment.answer()).isEqualTo("{\"label\":\"dog\",\"sure\":1}");
        }

        @Test
        void goes_back_to_it_when_asked_to() {
            var assignment = revised();

            assignment.submit("{\"label\":\"cat\",\"sure\":1.5}", 20L, true, submittedAt.plusSeconds(20));

            assertThat(assignment.answer()).isEqualTo("{\"label\":\"cat\",\"sure\":1.5}");
            assertThat(assignment.replaced()).hasSize(2).doesNotHaveDuplicates();
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
            assertThatThrownBy(() -> assignment.acceptUnused(null, CLAIMED_AT)).isInstanceOf(DomainProblem.class);
            assertThatThrownBy(() -> assignment.reject(REJECTION, STAKE, FORTNIGHT, CLAIMED_AT))
                    .isInstanceOf(DomainProblem.class);

            assertThat(assignment.state()).isEqualTo(state);
            assertThat(assignment.isChanged()).isFalse();
        }

        @Test
        void a_rejection_is_held() {
            var assignment = in(AssignmentState.SUBMITTED);

            assignment.reject(REJECTION, STAKE, FORTNIGHT, CLAIMED_AT.plusSeconds(150));

            assertThat(assignment.state()).isEqualTo(AssignmentState.REJECTION_HELD);
            assertThat(assignment.reviewSeconds()).isEqualTo(120);
        }

        @Test
        void an_answer_may_be_paid_and_not_used() {
            var assignment = in(AssignmentState.SUBMITTED);

            assignment.acceptUnused("Not needed any more.", CLAIMED_AT.plusSeconds(150));

            assertThat(assignment.state()).isEqualTo(AssignmentState.ACCEPTED_UNUSED);
            assertThat(assignment.isUsable()).isFalse();
        }
    }

    @Nested
    class Contesting {

        private final Instant submittedAt = CLAIMED_AT.plusSeconds(30);
        private final Instant reviewDue = submittedAt.plus(Duration.ofDays(7));

        @Test
        void waits_until_the_answer_can_no_longer_be_replaced() {
            var assignment = in(AssignmentState.SUBMITTED);
            var early = submittedAt.plus(REVISION).minusNanos(1000);

            refused("answer-revisable", () -> assignment.reject(REJECTION, STAKE, FORTNIGHT, early));
            refused("answer-revisable", () -> assignment.acceptUnused(null, early));
            assertThat(assignment.isChanged()).isFalse();
            assignment.reject(REJECTION, STAKE, FORTNIGHT, submittedAt.plus(REVISION));

            assertThat(assignment.state()).isEqualTo(AssignmentState.REJECTION_HELD);
        }

        @Test
        void is_over_with_the_review_window_even_if_the_clock_has_not_come_by() {
            var assignment = in(AssignmentState.SUBMITTED);

            refused("review-too-late", () -> assignment.reject(REJECTION, STAKE, FORTNIGHT, reviewDue));
            refused("review-too-late", () -> assignment.acceptUnused(null, reviewDue));
            assertThat(assignment.isChanged()).isFalse();
            assignment.approve(null, reviewDue);

            assertThat(assignment.state()).isEqualTo(AssignmentState.APPROVED);
        }
    }

    @Nested
    class Disputing {

        @Test
        void starts_the_adjudicators_clock() {
            var assignment = in(AssignmentState.REJECTION_HELD);

            assignment.appeal(FORTNIGHT, CLAIMED_AT.plusSeconds(5));

            assertThat(assignment.state()).isEqualTo(AssignmentState.APPEALED);
            assertThat(assignment.dispute())
                    .isEqualTo(new Assignment.Dispute(
                            STAKE,
                            APPEAL_UNTIL,
                            CLAIMED_AT.plusSeconds(5),
                            CLAIMED_AT.plusSeconds(5).plus(FORTNIGHT)));
        }

        @Test
        void is_in_time_until_just_before_the_end_of_the_appeal_window() {
            var assignment = in(AssignmentState.REJECTION_HELD);

            assignment.appeal(FORTNIGHT, APPEAL_UNTIL.minusNanos(1000));

            assertThat(assignment.state()).isEqualTo(AssignmentState.APPEALED);
        }

        @Test
        void is_too_late_after_it_even_if_the_clock_has_not_come_by() {
            refused("appeal-too-late", () -> in(AssignmentState.REJECTION_HELD).appeal(FORTNIGHT, APPEAL_UNTIL));
            refused("appeal-too-late", () -> in(AssignmentState.REJECTED).appeal(FORTNIGHT, CLAIMED_AT));
        }

        @Test
        void happens_once() {
            refused("already-appealed", () -> in(AssignmentState.APPEALED).appeal(FORTNIGHT, CLAIMED_AT));
        }

        @ParameterizedTest
        @EnumSource(
                value = AssignmentState.class,
                names = {"CLAIMED", "SUBMITTED", "APPROVED", "ACCEPTED_UNUSED", "RETURNED", "EXPIRED"})
        void needs_a_rejection(AssignmentState state) {
            refused("nothing-to-appeal", () -> in(state).appeal(FORTNIGHT, CLAIMED_AT));
        }

        @Test
        void ends_by_a_ruling() {
            var upheld = in(AssignmentState.APPEALED);
            var overturned = in(AssignmentState.APPEALED);

            upheld.rule(true, "It stands.", CLAIMED_AT);
            overturned.rule(false, "It does not.", CLAIMED_AT);

            assertThat(upheld.state()).isEqualTo(AssignmentState.REJECTED);
            assertThat(upheld.isUsable()).isFalse();
            assertThat(overturned.state()).isEqualTo(AssignmentState.APPROVED);
            assertThat(overturned.isUsable()).isTrue();
            assertThat(overturned.ruling()).isEqualTo("It does not.");
        }

        @ParameterizedTest
        @EnumSource(value = AssignmentState.class, mode = Mode.EXCLUDE, names = "APPEALED")
        void is_ruled_on_only_after_an_appeal(AssignmentState state) {
            refused("already-ruled", () -> in(state).rule(true, "No.", CLAIMED_AT));
        }

        @Test
        void leaves_an_answer_usable_that_is_paid_in_full_by_fault_of_the_requester() {
            var assignment = in(AssignmentState.SUBMITTED);
            assignment.reject(
                    REJECTION,
                    new Rejection.Stake(RejectionOutcome.FULL_PAY, 5),
                    FORTNIGHT,
                    CLAIMED_AT.plusSeconds(150));

            assertThat(assignment.isUsable()).isFalse();
            assignment.lapseIfDue(CLAIMED_AT.plus(Duration.ofDays(30)));

            assertThat(assignment.state()).isEqualTo(AssignmentState.REJECTED);
            assertThat(assignment.isUsable()).isTrue();
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

        @Test
        void makes_a_rejection_final_that_nobody_appealed_and_not_before() {
            var assignment = in(AssignmentState.REJECTION_HELD);

            assertThat(assignment.lapseIfDue(APPEAL_UNTIL.minusNanos(1000))).isFalse();
            assertThat(assignment.lapseIfDue(APPEAL_UNTIL)).isTrue();

            assertThat(assignment.state()).isEqualTo(AssignmentState.REJECTED);
            assertThat(assignment.finalBy()).isEqualTo("no-appeal");
        }

        @Test
        void overturns_a_rejection_that_nobody_ruled_on_and_not_before() {
            var assignment = in(AssignmentState.APPEALED);

            assertThat(assignment.overturnIfDue(RULING_DUE.minusNanos(1000))).isFalse();
            assertThat(assignment.lapseIfDue(RULING_DUE)).isFalse();
            assertThat(assignment.overturnIfDue(RULING_DUE)).isTrue();

            assertThat(assignment.state()).isEqualTo(AssignmentState.APPROVED);
            assertThat(assignment.finalBy()).isEqualTo("no-ruling");
        }

        @Test
        void waits_with_a_rejection_of_which_nothing_is_known_but_that_it_is_held() {
            var known = in(AssignmentState.REJECTION_HELD);
            var held = new Assignment(
                    known.id(),
                    known.terms(),
                    AssignmentState.REJECTION_HELD,
                    known.submittedAt(),
                    known.reviewDueAt(),
                    known.time(),
                    "{}",
                    List.of(),
                    REJECTION,
                    null,
                    null);

            assertThat(held.lapseIfDue(CLAIMED_AT.plus(Duration.ofDays(100)))).isFalse();
        }

        @ParameterizedTest
        @EnumSource(
                value = AssignmentState.class,
                mode = Mode.EXCLUDE,
                names = {"CLAIMED", "SUBMITTED", "REJECTION_HELD", "APPEALED"})
        void leaves_everything_else_alone(AssignmentState state) {
            var assignment = in(state);
            var late = CLAIMED_AT.plus(Duration.ofDays(100));

            assertThat(assignment.expireIfDue(late)
                            || assignment.approveBySilenceIfDue(late)
                            || assignment.lapseIfDue(late)
                            || assignment.overturnIfDue(late))
                    .isFalse();
        }
    }

    @Nested
    class ScreeningOut {

        private static final FloorRate FLOOR = new FloorRate(
                "ES", Kind.STATUTORY, new Money(600, "EUR"), LocalDate.of(2026, 1, 1), "RD 126/2026", "high");

        private static final Duration ESTIMATE = Duration.ofSeconds(60);

        @Test
        void pays_the_time_at_the_floor_and_asks_nobody() {
            var assignment = in(AssignmentState.CLAIMED);

            assignment.screenOut("{\"label\":\"none\"}", 13L, FLOOR, ESTIMATE, CLAIMED_AT.plusSeconds(20));

            assertThat(assignment.state()).isEqualTo(AssignmentState.SCREENED_OUT);
            assertThat(assignment.screenOutPay()).isEqualTo(new Assignment.ScreenOutPay(3, FLOOR));
            assertThat(assignment.submittedAt()).isNull();
            assertThat(assignment.reviewDueAt()).isNull();
            assertThat(assignment.decidedBy()).isEqualTo("screen-out");
            assertThat(assignment.isUsable()).isFalse();
        }

        @Test
        void pays_at_least_something_and_at_most_the_reward() {
            var quick = in(AssignmentState.CLAIMED);
            var slow = in(AssignmentState.CLAIMED);

            quick.screenOut("{}", 0L, FLOOR, ESTIMATE, CLAIMED_AT.plusSeconds(20));
            slow.screenOut("{}", 300L, FLOOR, ESTIMATE, CLAIMED_AT.plusSeconds(300));

            assertThat(quick.screenOutPay()).isEqualTo(new Assignment.ScreenOutPay(1, FLOOR));
            assertThat(slow.screenOutPay()).isEqualTo(new Assignment.ScreenOutPay(5, FLOOR));
        }

        @Test
        void pays_no_time_that_nobody_saw_and_none_beyond_the_task_that_nobody_measured() {
            var idle = in(AssignmentState.CLAIMED);
            var told = in(AssignmentState.CLAIMED);
            var measured = in(AssignmentState.CLAIMED);
            measured.credit(200_000, CLAIMED_AT.plusSeconds(300));

            idle.screenOut("{}", null, FLOOR, ESTIMATE, CLAIMED_AT.plusSeconds(600));
            told.screenOut("{}", 600L, FLOOR, Duration.ofSeconds(12), CLAIMED_AT.plusSeconds(600));
            measured.screenOut("{}", null, FLOOR, ESTIMATE, CLAIMED_AT.plusSeconds(600));

            assertThat(idle.activeSeconds()).isZero();
            assertThat(idle.screenOutPay()).isEqualTo(new Assignment.ScreenOutPay(1, FLOOR));
            assertThat(told.activeSeconds()).isEqualTo(12);
            assertThat(told.screenOutPay()).isEqualTo(new Assignment.ScreenOutPay(2, FLOOR));
            assertThat(measured.activeSeconds()).isEqualTo(200);
        }

        @Test
        void is_the_first_thing_handed_in_or_nothing() {
            refused("already-submitted", () -> in(AssignmentState.SUBMITTED)
                    .screenOut("{}", 1L, FLOOR, ESTIMATE, CLAIMED_AT.plusSeconds(40)));
        }

        @Test
        void is_refused_when_the_time_is_over() {
            refused("assignment-expired", () -> in(AssignmentState.CLAIMED)
                    .screenOut("{}", 1L, FLOOR, ESTIMATE, DEADLINE));
        }

        @Test
        void stands_against_an_answer_and_against_a_decision() {
            refused("already-decided", () -> in(AssignmentState.SCREENED_OUT)
                    .submit("{}", 1L, false, CLAIMED_AT.plusSeconds(40)));
            refused("already-decided", () -> in(AssignmentState.SCREENED_OUT)
                    .reject(REJECTION, STAKE, FORTNIGHT, CLAIMED_AT.plusSeconds(40)));
            refused("already-decided", () -> in(AssignmentState.SCREENED_OUT)
                    .acceptUnused(null, CLAIMED_AT.plusSeconds(40)));
        }
    }

    @Test
    void somebody_elses_assignment_is_reported_as_absent() {
        var assignment = in(AssignmentState.CLAIMED);

        assertThatThrownBy(() -> assignment.requireWorker(UUID.randomUUID())).isInstanceOf(NotFound.class);
        assertThatThrownBy(() -> assignment.requireRequester(UUID.randomUUID())).isInstanceOf(NotFound.class);
    }
}
