package dev.groundwork.payment.rail.stripe;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

import dev.groundwork.demo.bank.SimulatedStripe;
import dev.groundwork.demo.bank.SimulatedStripe.Fault;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.NotGivenBack;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.Submission.Outcome;

import com.stripe.net.Webhook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** However a connection fails, there is one transfer and one payout, under one key each. */
class StripeRailTest {

    private final SimulatedStripe stripe = SimulatedStripe.start();
    private final StripeRail rail = new StripeRail(new Config(
            Optional.of("sk_test_123"),
            Optional.of(List.of("whsec_own_account", "whsec_test")),
            stripe.url(),
            Duration.ofSeconds(5),
            Duration.ofMillis(300),
            Duration.ofMinutes(5)));
    private final RailMessage message = new RailMessage("m", rail.render(part()), false);

    private record Config(
            Optional<String> secretKey,
            Optional<List<String>> webhookSecret,
            String apiBase,
            Duration connectTimeout,
            Duration readTimeout,
            Duration eventTolerance)
            implements StripeConfig {}

    @AfterEach
    void stop() {
        stripe.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"NONE", "DROPPED_BEFORE", "DROPPED_AFTER", "LATE", "CONFLICT", "BROKEN"})
    void one_fault_is_got_over_with_the_same_key(Fault fault) throws IOException {
        stripe.script(fault);

        assertThat(rail.submit(message).outcome()).isEqualTo(Outcome.TAKEN);

        madeOnce();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROPPED_BEFORE", "DROPPED_AFTER", "LATE", "BROKEN"})
    void when_it_goes_on_nobody_knows_until_the_question_is_answered(Fault fault) throws IOException {
        stripe.script(Fault.NONE, fault, fault, fault);
        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);

        var known = rail.query(message);
        if (known.outcome() == Outcome.NOT_YET) {
            assertThat(rail.submit(message).outcome()).isEqualTo(Outcome.TAKEN);
        } else {
            assertThat(known.outcome()).isEqualTo(Outcome.TAKEN);
        }

        madeOnce();
        assertThat(rail.query(message).outcome()).isEqualTo(Outcome.TAKEN);
    }

    @ParameterizedTest
    @CsvSource({
        "EUR, true",
        "JPY, true",
        "KES, true",
        "USD, true",
        // Counted otherwise than here, or not paid out to the last unit.
        "UGX, false",
        "ISK, false",
        "MGA, false",
        "HUF, false",
        "TWD, false",
        "KWD, false",
        "BHD, false",
        "TND, false"
    })
    void amounts_are_in_the_units_that_stripe_counts_in(String currency, boolean moved) {
        assertThat(rail.capabilities().moves(currency)).isEqualTo(moved);
    }

    @Test
    void a_key_in_flight_is_tried_later() throws IOException {
        stripe.script(Fault.CONFLICT, Fault.CONFLICT, Fault.CONFLICT);

        assertThat(rail.submit(message).outcome()).isEqualTo(Outcome.NOT_YET);

        assertThat(stripe.count("transfer")).isZero();
    }

    @Test
    void what_was_never_sent_is_not_known() throws IOException {
        assertThat(rail.query(message).outcome()).isEqualTo(Outcome.NOT_YET);
    }

    @Test
    void what_became_of_a_payout_is_known_when_stripe_is_asked() throws IOException {
        assertThat(rail.ask(message, null)).isEmpty();
        rail.submit(message);
        assertThat(rail.ask(message, null)).containsExactly(new RailEvent("e2e-1", RailEvent.Kind.ACCEPTED, null));
        stripe.become("e2e-1", "paid", "");
        assertThat(rail.ask(message, null)).containsExactly(new RailEvent("e2e-1", RailEvent.Kind.SETTLED, null));
        stripe.become("e2e-1", "failed", "account_closed");
        assertThat(rail.ask(message, null)).containsExactly(new RailEvent("e2e-1", RailEvent.Kind.FAILED, "AC04"));
    }

    @Test
    void money_that_went_no_further_than_the_workers_stripe_account_is_no_end_until_it_is_fetched_back()
            throws IOException {
        stripe.script(Fault.NONE, Fault.DROPPED_BEFORE, Fault.DROPPED_BEFORE, Fault.DROPPED_BEFORE);
        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);
        assertThat(rail.ask(message, null)).isEmpty();

        rail.takeBack(message);

        assertThat(rail.ask(message, null)).containsExactly(new RailEvent("e2e-1", RailEvent.Kind.FAILED, "MS03"));
    }

    @Test
    void nothing_is_known_of_an_account_that_was_closed_but_what_the_platform_has() throws IOException {
        rail.submit(message);
        stripe.closeAccount("acct_123456");
        assertThat(rail.ask(message, null)).isEmpty();

        rail.takeBack(message);

        assertThat(rail.ask(message, null)).containsExactly(new RailEvent("e2e-1", RailEvent.Kind.FAILED, "MS03"));
    }

    @Test
    void what_stripe_does_not_give_back_for_good_is_not_asked_for_as_if_it_had_not_answered() throws IOException {
        rail.submit(message);
        stripe.script(Fault.REFUSED, Fault.NONE);

        assertThatThrownBy(() -> rail.takeBack(message)).isInstanceOf(NotGivenBack.class);

        rail.takeBack(message);
        assertThat(stripe.count("reversal")).isEqualTo(1);
    }

    @Test
    void a_refused_payout_leaves_nothing_on_the_workers_account() throws IOException {
        stripe.script(Fault.NONE, Fault.REFUSED);

        var answer = rail.submit(message);

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.reason()).isEqualTo("payouts_not_allowed");
        assertThat(stripe.count("payout")).isZero();
        assertThat(stripe.count("reversal")).isEqualTo(1);
        assertThat(rail.query(message).outcome()).isEqualTo(Outcome.REFUSED);
        rail.takeBack(message);
        assertThat(stripe.count("reversal")).isEqualTo(1);
    }

    @Test
    void the_same_payout_is_always_the_same_bytes() {
        assertThat(rail.render(part())).isEqualTo(message.bytes());
        assertThat(new String(message.bytes(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"payout\":\"0198c0de-0000-7000-8000-000000000001\",\"endToEndId\":\"e2e-1\","
                                + "\"account\":\"acct_123456\",\"amount\":500,\"currency\":\"EUR\",\"description\":\"for work\"}");
    }

    @Test
    void events_are_believed_by_their_signature_only() throws Exception {
        String event = event("payout.paid", "");
        byte[] bytes = event.getBytes(StandardCharsets.UTF_8);

        rail.verify(bytes, Webhook.Signature.generateSignatureHeader(event, "whsec_test"));
        for (String signature : List.of(
                "",
                "t=1,v1=00",
                Webhook.Signature.generateSignatureHeader(event, "whsec_other"),
                Webhook.Signature.generateSignatureHeader(event + " ", "whsec_test"),
                Webhook.Signature.generateSignatureHeader(
                        event, "whsec_test", Instant.now().getEpochSecond() - 3600))) {
            assertThatThrownBy(() -> rail.verify(bytes, signature))
                    .as(signature)
                    .isInstanceOf(NotAllowed.class);
        }
    }

    @Test
    void events_say_what_became_of_a_payout() {
        assertThat(rail.parse(bytes(event("payout.paid", ""))).events())
                .containsExactly(new RailEvent("e2e-1", RailEvent.Kind.SETTLED, null));
        assertThat(rail.parse(bytes(event("payout.failed", "account_closed"))).events())
                .containsExactly(new RailEvent("e2e-1", RailEvent.Kind.FAILED, "AC04"));
        assertThat(rail.parse(bytes(event("payout.updated", ""))).events()).isEmpty();
        assertThat(rail.parse(bytes(event("payout.paid", ""))).externalId()).isEqualTo("evt_1");
        assertThatThrownBy(() -> rail.parse(bytes("<xml/>"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rail.parse(bytes("{}"))).isInstanceOf(IllegalArgumentException.class);
    }

    private void madeOnce() {
        assertThat(stripe.count("transfer")).isEqualTo(1);
        assertThat(stripe.count("payout")).isEqualTo(1);
        assertThat(new HashSet<>(stripe.keys()))
                .containsExactlyInAnyOrder(
                        "0198c0de-0000-7000-8000-000000000001-transfer", "0198c0de-0000-7000-8000-000000000001-payout");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String type, String failure) {
        return """
                {"id":"evt_1","type":"%s","account":"acct_123456","data":{"object":{"id":"po_1","object":"payout",
                "failure_code":"%s","metadata":{"groundwork_payout":"e2e-1"}}}}""".formatted(type, failure);
    }

    private static RailPart part() {
        return new RailPart(
                UUID.fromString("0198c0de-0000-7000-8000-000000000009"),
                1,
                "EUR",
                Instant.EPOCH,
                LocalDate.of(2026, 11, 27),
                List.of(new RailItem(
                        UUID.fromString("0198c0de-0000-7000-8000-000000000001"),
                        "e2e-1",
                        500,
                        new Destination.ProviderAccount("acct_123456"),
                        "for work")));
    }
}
