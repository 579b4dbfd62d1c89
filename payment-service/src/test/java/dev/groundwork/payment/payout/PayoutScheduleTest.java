package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.step;
import static dev.groundwork.payment.testing.Scene.as;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schedule of these tests: SEPA on Wednesdays, three hours before 15:00 in Amsterdam; and before it, by its name, one for a rail
 * that is not set up any more.
 */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class PayoutScheduleTest {

    @Inject
    PayoutSchedule schedule;

    @Inject
    PayoutConfig config;

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    AdjustableClock clock;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");

    @BeforeEach
    void nobody_else_can_be_paid() {
        Payroll.payOff();
    }

    @AfterEach
    void the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void a_draft_is_collected_once_some_hours_before_the_cut_off_and_frozen_by_a_person() {
        payroll.paidWorker(500, "Wanda");
        int before = drafts().size();

        at("2031-01-14T13:00:00Z"); // Tuesday
        at("2031-01-15T10:59:00Z"); // Wednesday, three hours and a minute before
        assertThat(drafts()).hasSize(before);
        at("2031-01-15T11:00:00Z");
        at("2031-01-15T12:00:00Z");
        at("2031-01-15T14:30:00Z"); // past the cut-off: it is Thursday's business

        List<String> drafts = drafts();
        assertThat(drafts).hasSize(before + 1);
        step(maker, drafts.getFirst(), "freeze").statusCode(200);
    }

    @Test
    void a_day_on_which_nobody_could_be_paid_is_tried_until_its_cut_off() {
        int before = drafts().size();
        at("2031-01-22T11:30:00Z");
        assertThat(drafts()).hasSize(before);
        clock.reset();
        payroll.paidWorker(500, "Walter");

        at("2031-01-22T11:45:00Z");

        assertThat(drafts()).hasSize(before + 1);
    }

    @Test
    void a_schedule_for_a_rail_that_is_gone_keeps_no_other_waiting() {
        assertThat(config.collections().get("gone")).isNotNull();
        payroll.paidWorker(500, "Wilma");
        int before = drafts().size();

        at("2031-01-29T11:30:00Z");

        assertThat(drafts()).hasSize(before + 1);
    }

    private void at(String moment) {
        clock.set(Instant.parse(moment));
        schedule.run();
        clock.reset();
    }

    private List<String> drafts() {
        return as(maker)
                .get("/v1/payout-batches?limit=500")
                .jsonPath()
                .getList("items.findAll { it.state == 'DRAFT' }.id");
    }
}
