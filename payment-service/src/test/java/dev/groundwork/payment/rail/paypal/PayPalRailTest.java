package dev.groundwork.payment.rail.paypal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.RailPart;
import dev.groundwork.payment.rail.Submission.Outcome;
import dev.groundwork.payment.rail.paypal.FakePayPal.Fault;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** However a connection fails, PayPal acts on a message once. */
class PayPalRailTest {

    private final FakePayPal paypal = FakePayPal.start();
    private final PayPalRail rail = rail(Duration.ofSeconds(5));
    private final RailMessage message = new RailMessage("m", rail.render(part()), false);
    private final RailMessage repeated = new RailMessage("m", message.bytes(), true);

    private record Config(
            Optional<String> clientId,
            Optional<String> clientSecret,
            Optional<String> webhookId,
            String apiBase,
            String emailSubject,
            Duration connectTimeout,
            Duration readTimeout)
            implements PayPalConfig {}

    @AfterEach
    void stop() {
        paypal.close();
    }

    @Test
    void a_message_is_taken_under_paypals_own_name_for_it() throws IOException {
        var answer = rail.submit(message);

        assertThat(answer.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(answer.reference()).isEqualTo("PB1");
        assertThat(paypal.payments()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"DROPPED_BEFORE", "DROPPED_AFTER", "BROKEN"})
    void when_the_answer_is_lost_the_same_message_again_is_acted_on_once(Fault fault) throws IOException {
        paypal.script(fault);
        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);

        assertThat(rail.query(message).outcome()).isEqualTo(Outcome.NOT_YET);
        var again = rail.submit(repeated);

        assertThat(again.outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(again.reference()).isEqualTo("PB1");
        assertThat(paypal.payments()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {
                "REFUSED",
                "FORBIDDEN",
                "KNOWN_IN_OTHER_WORDS",
                "KNOWN_WITHOUT_LINK",
                "KNOWN_WITH_BROKEN_LINK",
                "KNOWN_WITH_OTHER_LINK"
            })
    void a_no_to_a_message_that_may_have_been_taken_before_says_nothing_of_it(Fault no) throws IOException {
        paypal.script(Fault.DROPPED_AFTER, no);
        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);

        assertThatThrownBy(() -> rail.submit(repeated)).isInstanceOf(IOException.class);

        assertThat(rail.submit(repeated).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(paypal.payments()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"KNOWN_WITHOUT_LINK", "KNOWN_WITH_BROKEN_LINK", "KNOWN_WITH_OTHER_LINK"})
    void what_paypal_knows_is_never_taken_for_refused_even_if_nobody_here_knows_that_it_was_sent(Fault known) {
        paypal.script(known);

        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"BUSY", "NO_FUNDS"})
    void what_may_work_later_is_tried_later(Fault fault) throws IOException {
        paypal.script(fault);

        assertThat(rail.submit(message).outcome()).isEqualTo(Outcome.NOT_YET);

        assertThat(rail.submit(message).outcome()).isEqualTo(Outcome.TAKEN);
        assertThat(paypal.payments()).isEqualTo(2);
    }

    @Test
    void a_wrong_message_is_refused_for_good() throws IOException {
        paypal.script(Fault.REFUSED);

        var answer = rail.submit(message);

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.reason()).isEqualTo("VALIDATION_ERROR");
        assertThat(answer.atFault()).isEmpty();
        assertThat(paypal.payments()).isZero();
    }

    @Test
    void a_message_that_is_refused_for_a_payout_names_it() throws IOException {
        paypal.script(Fault.ITEM_REFUSED);

        var answer = rail.submit(message);

        assertThat(answer.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(answer.atFault()).isEqualTo(Map.of("e2e-2", "AC01"));
    }

    @Test
    void what_became_of_payouts_is_known_by_paypals_own_name_of_their_message() throws IOException {
        String reference = rail.submit(message).reference();
        assertThat(rail.ask(repeated, reference))
                .containsExactly(
                        new RailEvent("e2e-1", RailEvent.Kind.ACCEPTED, null),
                        new RailEvent("e2e-2", RailEvent.Kind.ACCEPTED, null));
        paypal.become("e2e-1", "SUCCESS");
        paypal.become("e2e-2", "FAILED");

        assertThat(rail.ask(repeated, reference))
                .containsExactly(
                        new RailEvent("e2e-1", RailEvent.Kind.SETTLED, null),
                        new RailEvent("e2e-2", RailEvent.Kind.FAILED, "AC06"));
        assertThat(rail.ask(repeated, null)).isEmpty();
        assertThat(rail.ask(repeated, "PB99")).isEmpty();
    }

    @Test
    void what_it_does_not_list_yet_is_on_its_way_until_it_has_done_with_the_message() throws IOException {
        String reference = rail.submit(message).reference();
        paypal.become("e2e-1", "SUCCESS");
        paypal.become("e2e-2", "UNLISTED");
        var paid = new RailEvent("e2e-1", RailEvent.Kind.SETTLED, null);

        assertThat(rail.ask(repeated, reference))
                .containsExactly(paid, new RailEvent("e2e-2", RailEvent.Kind.ACCEPTED, null));
        paypal.finish();
        assertThat(rail.ask(repeated, reference)).containsExactly(paid);
    }

    @Test
    void no_page_is_asked_for_behind_the_last() throws IOException {
        var account = new Destination.ProviderAccount("wanda@example.org");
        List<RailItem> items = IntStream.range(0, 1000)
                .mapToObj(i -> new RailItem(new UUID(0, i), "item-" + i, 500, account, "for work"))
                .toList();
        var full = new RailMessage("full", rail.render(part(items)), false);
        String reference = rail.submit(full).reference();

        assertThat(rail.ask(full, reference)).hasSize(1000);
    }

    @Test
    void nothing_of_a_message_that_was_denied_is_paid() throws IOException {
        paypal.script(Fault.DENIED);
        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);

        assertThat(rail.ask(repeated, "PB1"))
                .extracting(RailEvent::kind)
                .containsExactly(RailEvent.Kind.FAILED, RailEvent.Kind.FAILED);
    }

    @Test
    void a_message_that_was_taken_and_denied_is_refused_when_it_is_asked_for() throws IOException {
        paypal.script(Fault.DENIED);
        assertThatThrownBy(() -> rail.submit(message)).isInstanceOf(IOException.class);

        var again = rail.submit(repeated);

        assertThat(again.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(again.reason()).isEqualTo("DENIED");
    }

    @Test
    void an_answer_that_stops_in_its_midst_is_not_waited_for() throws IOException {
        PayPalRail impatient = rail(Duration.ofMillis(500));
        impatient.submit(message);
        paypal.script(Fault.STALLED);

        assertThatThrownBy(() -> impatient.submit(repeated)).isInstanceOf(IOException.class);

        assertThat(rail.submit(repeated).reference()).isEqualTo("PB1");
    }

    @Test
    void a_call_never_takes_so_long_that_somebody_else_may_send_the_message() {
        assertThatThrownBy(() -> rail(Duration.ofMinutes(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("read-timeout");
    }

    @Test
    void a_token_is_kept_and_replaced_when_paypal_does_not_take_it() throws IOException {
        rail.submit(message);
        rail.submit(message);
        assertThat(paypal.tokens()).isEqualTo(1);
        paypal.script(Fault.TOKEN_LOST);

        assertThat(rail.submit(message).outcome()).isEqualTo(Outcome.TAKEN);

        assertThat(paypal.payments()).isEqualTo(2);
    }

    @Test
    void the_same_part_is_always_the_same_bytes() {
        assertThat(rail.render(part())).isEqualTo(message.bytes());
        assertThat(new String(message.bytes(), StandardCharsets.UTF_8))
                .isEqualTo("{\"sender_batch_header\":{\"sender_batch_id\":\"0198c0de000070008000000000000009\","
                        + "\"email_subject\":\"You have been paid\"},\"items\":["
                        + "{\"recipient_type\":\"EMAIL\",\"receiver\":\"wanda@example.org\",\"sender_item_id\":\"e2e-1\","
                        + "\"amount\":{\"currency\":\"EUR\",\"value\":\"5.00\"},\"note\":\"for work\"},"
                        + "{\"recipient_type\":\"PAYPAL_ID\",\"receiver\":\"ABCDEFGH12345\",\"sender_item_id\":\"e2e-2\","
                        + "\"amount\":{\"currency\":\"EUR\",\"value\":\"0.07\"},\"note\":\"for work\"}]}");
    }

    @Test
    void events_are_believed_by_paypals_own_word_only() {
        byte[] event = bytes(event("PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "SUCCESS", ""));

        rail.verify(event, signature(FakePayPal.SIGNATURE));

        assertThat(paypal.questions().getLast())
                .as("byte for byte, as it was signed")
                .endsWith("\"webhook_event\":" + new String(event, StandardCharsets.UTF_8) + "}");
        for (String signature : List.of("", "a\nb", signature("somebody-else"), signature(""))) {
            assertThatThrownBy(() -> rail.verify(event, signature)).isInstanceOf(NotAllowed.class);
        }
        assertThatThrownBy(() -> rail.verify(
                        bytes("{},\"transmission_sig\":\"" + FakePayPal.SIGNATURE + "\""),
                        signature(FakePayPal.SIGNATURE)))
                .as("no way to write into the question")
                .isInstanceOf(NotAllowed.class);
    }

    @Test
    void while_paypal_cannot_be_asked_it_is_to_send_again() {
        paypal.close();

        assertThatThrownBy(() -> rail.verify(
                        bytes(event("PAYMENT.PAYOUTS-ITEM.SUCCEEDED", "SUCCESS", "")), signature(FakePayPal.SIGNATURE)))
                .isInstanceOf(TryLater.class);
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, SUCCESS, '', SETTLED, ",
        "UNCLAIMED, UNCLAIMED, RECEIVER_UNREGISTERED, ACCEPTED, ",
        "HELD, ONHOLD, '', ACCEPTED, ",
        "RETURNED, RETURNED, '', FAILED, MS02",
        "RETURNED, RETURNED, RECEIVER_UNREGISTERED, FAILED, AC01",
        "FAILED, FAILED, RECEIVER_ACCOUNT_LOCKED, FAILED, AC06",
        "BLOCKED, BLOCKED, REGULATORY_BLOCKED, FAILED, RR04",
        "DENIED, DENIED, INSUFFICIENT_FUNDS, FAILED, AM04",
        "REFUNDED, REFUNDED, SOMETHING_NEW, FAILED, MS03",
    })
    void events_say_what_became_of_a_payout(
            String type, String status, String error, RailEvent.Kind kind, String reason) {
        var inbound = rail.parse(bytes(event("PAYMENT.PAYOUTS-ITEM." + type, status, error)));

        assertThat(inbound.externalId()).isEqualTo("WH-EVENT-1");
        assertThat(inbound.events()).containsExactly(new RailEvent("e2e-1", kind, reason));
    }

    @Test
    void a_batch_that_is_denied_is_named_as_it_was_sent() {
        var inbound = rail.parse(bytes("""
                {"id":"WH-EVENT-2","event_type":"PAYMENT.PAYOUTSBATCH.DENIED","resource":{"batch_header":{"payout_batch_id":"PB1",
                "batch_status":"DENIED","sender_batch_header":{"sender_batch_id":"0198c0de000070008000000000000009"}}}}"""));

        assertThat(inbound.events()).isEmpty();
        assertThat(inbound.refused()).isEqualTo("0198c0de000070008000000000000009");
    }

    @Test
    void events_about_other_things_say_nothing_and_others_are_no_events() {
        assertThat(rail.parse(bytes(event("PAYMENT.PAYOUTSBATCH.SUCCESS", "SUCCESS", "")))
                        .events())
                .isEmpty();
        assertThatThrownBy(() -> rail.parse(bytes("<xml/>"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> rail.parse(bytes("{}"))).isInstanceOf(IllegalArgumentException.class);
    }

    private PayPalRail rail(Duration readTimeout) {
        return new PayPalRail(
                new Config(
                        Optional.of("client"),
                        Optional.of("secret"),
                        Optional.of(FakePayPal.WEBHOOK),
                        paypal.url(),
                        "You have been paid",
                        Duration.ofSeconds(5),
                        readTimeout),
                Clock.systemUTC());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String signature(String own) {
        return PayPalSignature.write(
                "69cd13f0", "2026-11-26T10:00:00Z", "https://example.org/cert", "SHA256withRSA", own);
    }

    private static String event(String type, String status, String error) {
        return """
                {"id":"WH-EVENT-1","event_type":"%s","resource":{"transaction_status":"%s","errors":{"name":"%s"},
                "payout_item":{"sender_item_id":"e2e-1"}}}""".formatted(type, status, error);
    }

    private static RailPart part() {
        return part(List.of(
                new RailItem(
                        UUID.fromString("0198c0de-0000-7000-8000-000000000001"),
                        "e2e-1",
                        500,
                        new Destination.ProviderAccount("wanda@example.org"),
                        "for work"),
                new RailItem(
                        UUID.fromString("0198c0de-0000-7000-8000-000000000002"),
                        "e2e-2",
                        7,
                        new Destination.ProviderAccount("ABCDEFGH12345"),
                        "for work")));
    }

    private static RailPart part(List<RailItem> items) {
        return new RailPart(
                UUID.fromString("0198c0de-0000-7000-8000-000000000009"),
                1,
                "EUR",
                Instant.EPOCH,
                LocalDate.of(2026, 11, 27),
                items);
    }
}
