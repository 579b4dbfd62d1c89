package dev.groundwork.payment.settlement;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.Amount;
import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.EarningEvent.WorkerCredited;
import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsHeld;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsRefused;
import dev.groundwork.contracts.payment.v1.FundsEvent.FundsReleased;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentAcceptedUnused;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentApproved;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentOverturned;
import dev.groundwork.contracts.task.v1.AssignmentEvent.AssignmentRejected;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

/** From the wish to publish to the last cent given back, over a real Kafka, in every order in which events may come. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class MoneyFlowTest {

    @Inject
    Scene scene;

    @AfterEach
    void the_books_are_right() {
        scene.booksAreRight();
    }

    @Nested
    class Holding {

        @Test
        void takes_rewards_fees_and_reserve_and_says_so() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);

            UUID publicationId = scene.wantsToPublish(job);

            FundsHeld held = held(publicationId);
            assertThat(held.held()).isEqualTo(new Amount("218", "EUR"));
            assertThat(held.base()).isEqualTo(new Amount("150", "EUR"));
            assertThat(held.fee()).isEqualTo(new Amount("30", "EUR"));
            assertThat(held.reserve()).isEqualTo(new Amount("38", "EUR"));
            scene.hasBalance(job.requesterId(), "97.82", "2.18", "0.00");
        }

        @Test
        void is_refused_with_the_sums_and_works_after_a_deposit() {
            Job job = Job.of(scene.requesterWith(217), 5, 30);

            UUID first = scene.wantsToPublish(job);

            FundsRefused refused = scene.hear(FundsEvent.TOPIC, FundsRefused.class, event -> event.publicationId()
                    .equals(first));
            assertThat(refused.code()).isEqualTo("insufficient-funds");
            assertThat(refused.required()).isEqualTo(new Amount("218", "EUR"));
            assertThat(refused.available()).isEqualTo(new Amount("217", "EUR"));
            assertThat(refused.detail()).contains("2.18 EUR", "2.17 EUR", "0.01 EUR");

            scene.deposit(job.requesterId(), 1);
            held(scene.wantsToPublish(job));
            scene.hasBalance(job.requesterId(), "0.00", "2.18", "0.00");
        }

        @Test
        void happens_once_however_often_it_is_asked_for() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID publicationId = UUID.randomUUID();

            scene.say(scene.publishing(job, publicationId));
            scene.say(scene.publishing(job, publicationId));
            UUID another = scene.wantsToPublish(job);

            held(publicationId);
            held(another);
            scene.hasBalance(job.requesterId(), "97.82", "2.18", "0.00");
        }

        @Test
        void is_refused_in_a_currency_without_accounts() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            var wish = scene.publishing(job, UUID.randomUUID());

            scene.say(new JobEvent.JobPublishRequested(
                    wish.jobId(),
                    wish.requesterId(),
                    wish.publicationId(),
                    wish.title(),
                    new Amount("5", "XAF"),
                    30,
                    wish.requestedAt()));

            assertThat(scene.hear(FundsEvent.TOPIC, FundsRefused.class, event -> event.publicationId()
                                    .equals(wish.publicationId()))
                            .code())
                    .isEqualTo("unsupported-currency");
        }

        @Test
        void is_refused_for_a_job_that_ended_before() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);

            scene.isCancelled(job, 0);
            UUID publicationId = scene.wantsToPublish(job);

            assertThat(scene.hear(FundsEvent.TOPIC, FundsRefused.class, event -> event.publicationId()
                                    .equals(publicationId))
                            .code())
                    .isEqualTo("job-ended");
            scene.hasBalance(job.requesterId(), "100.00", "0.00", "0.00");
        }
    }

    @Nested
    class Raising {

        @Test
        void holds_what_the_higher_reward_adds_and_pays_it_from_then_on() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);

            UUID raiseId = scene.wantsToRaise(job, 7);

            FundsHeld held = held(raiseId);
            // Thirty times two cents, a fee of two cents in the place of one, a quarter of 2.10 in the place of 1.50.
            assertThat(held.base()).isEqualTo(new Amount("60", "EUR"));
            assertThat(held.fee()).isEqualTo(new Amount("30", "EUR"));
            assertThat(held.reserve()).isEqualTo(new Amount("15", "EUR"));
            assertThat(held.held()).isEqualTo(new Amount("105", "EUR"));
            scene.hasBalance(job.requesterId(), "96.77", "3.23", "0.00");
            scene.approves(new Job(job.id(), job.requesterId(), 7, 30), worker);
            scene.hasEarned(worker, "0.07");
            scene.isCompletedWithTopUps(job, 1, 0);
            scene.hasBalance(job.requesterId(), "99.91", "0.00", "0.09");
        }

        @Test
        void is_refused_with_the_sums_when_there_is_too_little() {
            Job job = Job.of(scene.requesterWith(300), 5, 30);
            scene.isFunded(job);

            UUID raiseId = scene.wantsToRaise(job, 7);

            FundsRefused refused = scene.hear(FundsEvent.TOPIC, FundsRefused.class, event -> event.publicationId()
                    .equals(raiseId));
            assertThat(refused.code()).isEqualTo("insufficient-funds");
            assertThat(refused.required()).isEqualTo(new Amount("105", "EUR"));
            assertThat(refused.available()).isEqualTo(new Amount("82", "EUR"));
            scene.deposit(job.requesterId(), 23);
            held(scene.wantsToRaise(job, 7));
        }

        @Test
        void is_refused_for_a_job_that_ended_before() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);
            scene.isCompletedWithTopUps(job, 0, 0);

            UUID raiseId = scene.wantsToRaise(job, 7);

            assertThat(scene.hear(FundsEvent.TOPIC, FundsRefused.class, event -> event.publicationId()
                                    .equals(raiseId))
                            .code())
                    .isEqualTo("job-ended");
            scene.hasBalance(job.requesterId(), "100.00", "0.00", "0.00");
        }
    }

    @Nested
    class ToppingUp {

        @Test
        void pays_from_what_is_held_once_and_without_a_fee() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);

            var toppedUp = scene.topsUp(job, worker, 4);
            scene.say(toppedUp);
            scene.topsUp(job, worker, 3);

            scene.hasEarned(worker, "0.07");
            scene.isCompletedWithTopUps(job, 0, 2);
            scene.hasBalance(job.requesterId(), "99.93", "0.00", "0.07");
        }

        @Test
        void keeps_the_money_of_an_ended_job_until_its_last_top_up_has_come() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);
            scene.topsUp(job, worker, 4);
            scene.isCompletedWithTopUps(job, 0, 2);
            scene.hasEarned(worker, "0.04");
            scene.hasBalance(job.requesterId(), "97.82", "2.14", "0.04");

            scene.topsUp(job, worker, 4);

            scene.hasBalance(job.requesterId(), "99.92", "0.00", "0.08");
        }

        @Test
        void is_advanced_by_the_platform_where_what_is_held_does_not_cover_it() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 2);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);

            scene.topsUp(job, worker, 400);

            scene.hasEarned(worker, "4.00");
            scene.hasBalance(job.requesterId(), "99.85", "0.15", "0.00");
            scene.isCompletedWithTopUps(job, 0, 1);
            // What is left of the job goes towards what the platform advanced.
            scene.hasBalance(job.requesterId(), "99.85", "0.00", "0.15");
        }

        @Test
        void leaves_enough_for_every_answer_that_is_still_to_be_paid() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 4);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);

            // Rewards of 20, fees of 4, a reserve of 5: the second top-up is beyond it.
            scene.topsUp(job, worker, 3);
            scene.topsUp(job, worker, 20);
            scene.hasEarned(worker, "0.23");
            scene.hasBalance(job.requesterId(), "99.71", "0.26", "0.03");
            for (int i = 0; i < 4; i++) {
                scene.approves(job, worker);
            }

            scene.hasEarned(worker, "0.43");
            scene.isCompletedWithTopUps(job, 4, 2);
            assertThat(released(job).released()).isEqualTo(new Amount("0", "EUR"));
            scene.hasBalance(job.requesterId(), "99.71", "0.00", "0.29");
        }

        @Test
        void gives_the_platform_its_advance_back_and_the_requester_the_rest() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 4);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);

            var advanced = scene.topsUp(job, worker, 7);
            scene.hasEarned(worker, "0.07");
            scene.approves(job, worker);
            scene.hasEarned(worker, "0.12");
            scene.say(advanced);
            scene.isCompletedWithTopUps(job, 1, 1);

            // Of 29 one answer took 6 and the advance 7.
            assertThat(released(job).released()).isEqualTo(new Amount("16", "EUR"));
            scene.hasBalance(job.requesterId(), "99.87", "0.00", "0.13");
            scene.hasEarned(worker, "0.12");
        }
    }

    @Nested
    class Settling {

        @Test
        void pays_the_worker_and_the_fee_and_gives_the_rest_back_at_the_end() {
            Job job = Job.of(scene.requesterWith(10_000), 7, 30);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);

            for (int i = 0; i < 3; i++) {
                scene.approves(job, worker);
            }
            scene.hasEarned(worker, "0.21");
            scene.isCompleted(job, 3);

            // Three times seven cents, and the fee of 1.4 rounded up to two.
            FundsReleased released = released(job);
            assertThat(released.released()).isEqualTo(new Amount("296", "EUR"));
            scene.hasBalance(job.requesterId(), "99.73", "0.00", "0.27");
        }

        @Test
        void pays_an_approval_once_under_one_event_id_and_under_two() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);
            AssignmentApproved approval = scene.approval(job, worker);
            UUID eventId = UUID.randomUUID();

            scene.say(approval, eventId);
            scene.say(approval, eventId);
            scene.say(approval, UUID.randomUUID());
            UUID marker = UUID.randomUUID();
            scene.approves(job, marker);
            scene.hasEarned(marker, "0.05");

            scene.hasEarned(worker, "0.05");
            // The books are ahead of what is told of them.
            scene.hear(EarningEvent.TOPIC, WorkerCredited.class, event -> event.assignmentId()
                    .equals(approval.assignmentId()));
            assertThat(scene.count(EarningEvent.TOPIC, WorkerCredited.class, event -> event.assignmentId()
                            .equals(approval.assignmentId())))
                    .isEqualTo(1);
        }

        @Test
        void waits_for_the_terms_when_the_approval_comes_first() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID worker = UUID.randomUUID();

            scene.approves(job, worker);
            UUID marker = UUID.randomUUID();
            Job other = Job.of(job.requesterId(), 5, 1);
            scene.isFunded(other);
            scene.approves(other, marker);
            scene.hasEarned(marker, "0.05");
            assertThat(Scene.asWorker(worker).get("/v1/earnings").jsonPath().getList("balances"))
                    .isEmpty();

            scene.isFunded(job);
            scene.hasEarned(worker, "0.05");
        }

        @Test
        void keeps_the_money_of_an_ended_job_until_its_last_approval_has_come() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            UUID worker = UUID.randomUUID();
            scene.isFunded(job);
            scene.approves(job, worker);
            scene.hasEarned(worker, "0.05");

            scene.isCompleted(job, 2);
            Job other = Job.of(job.requesterId(), 5, 1);
            scene.isFunded(other);
            assertThat(scene.count(FundsEvent.TOPIC, FundsReleased.class, event -> event.jobId()
                            .equals(job.id())))
                    .isZero();
            scene.approves(job, worker);

            assertThat(released(job).released()).isEqualTo(new Amount("206", "EUR"));
            scene.hasEarned(worker, "0.10");
        }

        @Test
        void gives_everything_back_when_a_job_is_cancelled_untouched() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);

            scene.isCancelled(job, 0);

            assertThat(released(job).released()).isEqualTo(new Amount("218", "EUR"));
            scene.hasBalance(job.requesterId(), "100.00", "0.00", "0.00");
        }

        @Test
        void sends_an_approval_that_contradicts_its_job_to_the_dead_letters_and_pays_the_others() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);
            List<UUID> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                UUID worker = UUID.randomUUID();
                workers.add(worker);
                AssignmentApproved good = scene.approval(job, worker);
                scene.say(good, UUID.randomUUID());
                if (i == 1) {
                    var dollars = new AssignmentApproved(
                            UUID.randomUUID(),
                            job.id(),
                            job.requesterId(),
                            good.taskId(),
                            worker,
                            new Amount("5", "USD"),
                            1,
                            "requester",
                            good.approvedAt());
                    scene.say(dollars, UUID.randomUUID());
                    scene.send(AssignmentEvent.TOPIC, job.id(), "{not json", UUID.randomUUID());
                }
            }

            for (UUID worker : workers) {
                scene.hasEarned(worker, "0.05");
            }
            List<String> dead = new ArrayList<>();
            try (var topics = new TestTopics()) {
                Awaitility.await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                    topics.poll(AssignmentEvent.TOPIC + ".dead").forEach(record -> dead.add(record.value()));
                    assertThat(dead)
                            .anyMatch(text -> text.contains("USD")
                                    && text.contains(job.id().toString()));
                    assertThat(dead).contains("{not json");
                });
            }
        }
    }

    /** How disputes end for the money. Rewards of 5, fees of 1, a reserve of 25 %. */
    @Nested
    class Outcomes {

        private final UUID worker = UUID.randomUUID();

        private Amount cents(long minor) {
            return new Amount(Long.toString(minor), "EUR");
        }

        private AssignmentRejected rejected(Job job, String outcome, long payable) {
            return new AssignmentRejected(
                    UUID.randomUUID(),
                    job.id(),
                    job.requesterId(),
                    UUID.randomUUID(),
                    worker,
                    "WRONG_ANSWER",
                    outcome,
                    cents(payable),
                    job.reward(),
                    17,
                    "no-appeal",
                    null,
                    Instant.now());
        }

        @Test
        void what_is_taken_and_not_used_is_paid_in_full() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);
            var unused = new AssignmentAcceptedUnused(
                    UUID.randomUUID(),
                    job.id(),
                    job.requesterId(),
                    UUID.randomUUID(),
                    worker,
                    job.reward(),
                    17,
                    null,
                    Instant.now());

            scene.say(job, unused);
            scene.say(job, unused);

            scene.hasEarned(worker, "0.05");
            scene.isCompleted(job, 0, 1);
            assertThat(released(job).released()).isEqualTo(cents(212));
            scene.hasBalance(job.requesterId(), "99.94", "0.00", "0.06");
        }

        @Test
        void a_miss_in_good_faith_is_paid_for_its_time_without_a_fee() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);

            scene.say(job, rejected(job, "FLOOR_PAY", 3));
            scene.say(job, rejected(job, "FLOOR_PAY", 6));

            scene.hasEarned(worker, "0.09");
            scene.isCompleted(job, 0, 2);
            assertThat(released(job).released()).isEqualTo(cents(209));
            scene.hasBalance(job.requesterId(), "99.91", "0.00", "0.09");
        }

        @Test
        void the_dearest_outcome_of_every_answer_fits_into_the_hold() {
            Job job = Job.of(scene.requesterWith(218), 5, 30);
            scene.isFunded(job);

            for (int i = 0; i < 30; i++) {
                scene.say(job, rejected(job, "FLOOR_PAY", 6));
            }
            scene.isCompleted(job, 0, 30);

            assertThat(released(job).released()).isEqualTo(cents(38));
            scene.hasEarned(worker, "1.80");
        }

        @Test
        void what_stays_unpaid_goes_back_when_the_job_ends_and_not_before() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);

            scene.say(job, rejected(job, "UNPAID", 0));
            scene.approves(job, worker);
            scene.hasEarned(worker, "0.05");
            scene.hasBalance(job.requesterId(), "97.82", "2.12", "0.06");
            scene.isCompleted(job, 1, 1);

            assertThat(released(job).released()).isEqualTo(cents(212));
            scene.hasEarned(worker, "0.05");
        }

        @Test
        void a_fault_of_the_requester_and_a_rejection_overturned_are_paid_once() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);
            var overturned = new AssignmentOverturned(
                    UUID.randomUUID(),
                    job.id(),
                    job.requesterId(),
                    UUID.randomUUID(),
                    worker,
                    job.reward(),
                    17,
                    "no-ruling",
                    null,
                    Instant.now());

            scene.say(job, overturned);
            scene.say(job, rejected(job, "FULL_PAY", 5));
            scene.say(job, overturned);
            scene.isCompleted(job, 1, 2);

            scene.hasEarned(worker, "0.10");
            // Two rewards and two fees: an answer that the requester may use costs the fee, whatever it is called.
            assertThat(released(job).released()).isEqualTo(cents(206));
            scene.hear(EarningEvent.TOPIC, WorkerCredited.class, event -> event.assignmentId()
                    .equals(overturned.assignmentId()));
            assertThat(scene.count(EarningEvent.TOPIC, WorkerCredited.class, event -> event.assignmentId()
                            .equals(overturned.assignmentId())))
                    .isEqualTo(1);
        }

        @Test
        void who_finds_that_the_job_is_not_for_them_is_paid_once() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);
            scene.isFunded(job);
            var screenedOut = Scene.screenedOut(job, worker, 4);

            scene.say(job, screenedOut);
            scene.say(job, screenedOut);
            scene.approves(job, worker);

            scene.hasEarned(worker, "0.09");
            scene.isCompleted(job, 1, 2);
            assertThat(released(job).released()).isEqualTo(cents(207));
            scene.hasBalance(job.requesterId(), "99.89", "0.00", "0.11");
            scene.hear(EarningEvent.TOPIC, WorkerCredited.class, event -> event.assignmentId()
                    .equals(screenedOut.assignmentId()));
            assertThat(scene.count(EarningEvent.TOPIC, WorkerCredited.class, event -> event.assignmentId()
                            .equals(screenedOut.assignmentId())))
                    .isEqualTo(1);
            Scene.asWorker(worker)
                    .get("/v1/statements?month=" + YearMonth.now(ZoneOffset.UTC))
                    .then()
                    .statusCode(200)
                    .body("currencies[0].earned.amount", equalTo("0.09"))
                    .body("currencies[0].entries.findAll { it.reason == 'screen_out' }.amount.amount", contains("0.04"))
                    .body(
                            "currencies[0].entries.findAll { it.reason == 'screen_out' }.assignmentId",
                            contains(screenedOut.assignmentId().toString()));
        }

        @Test
        void who_is_screened_out_before_the_money_is_there_is_paid_for_that_afterwards() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);

            scene.say(job, Scene.screenedOut(job, worker, 4));
            scene.isFunded(job);

            scene.hasEarned(worker, "0.04");
            Scene.asWorker(worker)
                    .get("/v1/statements?month=" + YearMonth.now(ZoneOffset.UTC))
                    .then()
                    .body("currencies[0].entries.reason", contains("screen_out"));
        }

        @Test
        void waits_for_the_terms_like_an_approval() {
            Job job = Job.of(scene.requesterWith(10_000), 5, 30);

            scene.say(job, rejected(job, "FLOOR_PAY", 6));
            UUID marker = UUID.randomUUID();
            Job other = Job.of(job.requesterId(), 5, 1);
            scene.isFunded(other);
            scene.approves(other, marker);
            scene.hasEarned(marker, "0.05");
            scene.isFunded(job);

            scene.hasEarned(worker, "0.06");
        }
    }

    private FundsHeld held(UUID publicationId) {
        return scene.hear(FundsEvent.TOPIC, FundsHeld.class, event -> event.publicationId()
                .equals(publicationId));
    }

    private FundsReleased released(Job job) {
        return scene.hear(
                FundsEvent.TOPIC, FundsReleased.class, event -> event.jobId().equals(job.id()));
    }
}
