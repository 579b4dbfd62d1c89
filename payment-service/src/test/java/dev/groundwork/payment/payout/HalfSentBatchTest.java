package dev.groundwork.payment.payout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.groundwork.kit.time.AdjustableClock;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTokens;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.SendingRail;
import dev.groundwork.payment.rail.Submission;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.arc.lookup.LookupIfProperty;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.groundwork.payment.payout.Payroll.batch;
import static dev.groundwork.payment.payout.Payroll.earnings;
import static dev.groundwork.payment.payout.Payroll.propose;
import static dev.groundwork.payment.payout.Payroll.release;
import static dev.groundwork.payment.payout.Payroll.step;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

/** A batch of several messages, of which one has gone: nobody can have seen all of it booked. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class HalfSentBatchTest {

    @Inject
    Scene scene;

    @Inject
    Payroll payroll;

    @Inject
    PayoutSubmissions submissions;

    @Inject
    Letterbox rail;

    @Inject
    AdjustableClock clock;

    private final String maker = TestTokens.withRoles(UUID.randomUUID(), "finance-maker");
    private final String checker = TestTokens.withRoles(UUID.randomUUID(), "finance-checker");

    @AfterEach
    void nothing_stays_frozen_and_the_books_are_right() {
        clock.reset();
        Payroll.payOff();
        scene.booksAreRight();
    }

    @Test
    void is_settled_by_two_people_once_all_of_it_is_at_the_bank() {
        UUID one = payroll.paidWorker(500, "Wanda Weiß");
        UUID other = payroll.paidWorker(700, "Walter Weiß");
        JsonPath batch = propose(maker, "{\"currency\":\"EUR\",\"rail\":\"STRIPE\"}");
        String id = batch.getString("id");
        release(checker, id, batch.getString("contentHash")).statusCode(200);

        rail.answers(Answer.TAKEN, Answer.BUSY);
        submissions.run();
        assertThat(batch(maker, id).getString("state")).isEqualTo("SUBMITTED");
        assertThat(payouts(id)).containsExactlyInAnyOrder("SUBMITTED", "RESERVED");
        isRefused(id);
        rail.answers(Answer.NONE);
        later();
        assertThat(payouts(id)).containsExactlyInAnyOrder("SUBMITTED", "UNKNOWN");
        isRefused(id);
        earnings(one, "0.00", "5.00", "0.00", "5.00");
        earnings(other, "0.00", "7.00", "0.00", "7.00");

        later();
        assertThat(payouts(id)).containsExactly("SUBMITTED", "SUBMITTED");
        step(maker, id, "settle").statusCode(200).body("state", equalTo("SUBMITTED"));
        earnings(one, "0.00", "5.00", "0.00", "5.00");
        step(checker, id, "settle").statusCode(200).body("state", equalTo("SETTLED"));
        earnings(one, "0.00", "0.00", "5.00", "5.00");
        earnings(other, "0.00", "0.00", "7.00", "7.00");
        step(maker, id, "close").statusCode(200);
    }

    private void isRefused(String id) {
        step(maker, id, "settle")
                .statusCode(409)
                .body("code", equalTo("batch-half-sent"))
                .body("detail", containsString("POST /v1/bank-files"));
    }

    private void later() {
        clock.advance(Duration.ofHours(2));
        submissions.run();
    }

    private List<String> payouts(String id) {
        return batch(maker, id).getList("payouts.items.state");
    }

    enum Answer {
        TAKEN,
        BUSY,
        NONE
    }

    /** Takes messages of one payout each, and never tells what became of any; by the name of a rail that is not set up here. */
    @ApplicationScoped
    @LookupIfProperty(name = "groundwork.payment.rail.stripe.secret-key", stringValue = "", lookupIfMissing = true)
    static class Letterbox implements SendingRail {

        private final Deque<Answer> answers = new ArrayDeque<>();
        private final Set<String> taken = new HashSet<>();

        void answers(Answer... next) {
            answers.addAll(List.of(next));
        }

        @Override
        public String name() {
            return "STRIPE";
        }

        @Override
        public Capabilities capabilities() {
            return new Capabilities(Set.of(), "SEPA", 1, 1, Capabilities.FOR_EVER, Map.of());
        }

        @Override
        public String kind() {
            return "letter";
        }

        @Override
        public String mediaType() {
            return "text/plain";
        }

        @Override
        public String fileName(UUID batchId, int part) {
            return batchId + "-" + part + ".txt";
        }

        @Override
        public byte[] render(RailPart part) {
            return part.messageId().getBytes(StandardCharsets.US_ASCII);
        }

        @Override
        public Submission submit(RailMessage message) throws IOException {
            return switch (answers.isEmpty() ? Answer.TAKEN : answers.remove()) {
                case TAKEN -> {
                    taken.add(message.key());
                    yield Submission.taken(null);
                }
                case BUSY -> Submission.notYet();
                case NONE -> throw new IOException("no answer");
            };
        }

        @Override
        public Submission query(RailMessage message) {
            return taken.contains(message.key()) ? Submission.taken(null) : Submission.notYet();
        }
    }
}
