package dev.groundwork.payment.wage;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import jakarta.inject.Inject;

import dev.groundwork.contracts.payment.v1.WageFloorEvent;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.contracts.payment.v1.WageFloorEvent.WageFloorSet;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class WageFloorPublisherTest {

    @Inject
    WageFloorPublisher publisher;

    @Inject
    Scene scene;

    @Test
    void a_restart_tells_nobody_anything_twice_and_a_new_rate_is_told_once() {
        scene.hear(
                WageFloorEvent.TOPIC, WageFloorSet.class, event -> event.place().equals("PT"));

        publisher.publish(WageSeed.read());
        publisher.publish(WageSeed.read());
        var raised = new WageFloor(
                "PT",
                Kind.STATUTORY,
                LocalDate.now(ZoneOffset.UTC),
                640L,
                "EUR",
                false,
                "a later decree",
                "",
                "high",
                null);
        publisher.publish(List.of(raised));
        publisher.publish(List.of(raised));

        scene.hear(
                WageFloorEvent.TOPIC,
                WageFloorSet.class,
                event -> event.place().equals("PT") && event.perHour().minor().equals("640"));
        assertThat(scene.count(WageFloorEvent.TOPIC, WageFloorSet.class, event -> event.place()
                        .equals("PT")))
                .isEqualTo(2);
    }

    @Test
    void a_living_wage_has_a_key_of_its_own_in_the_compacted_topic() {
        var living = new WageFloor(
                "KE", Kind.LIVING, LocalDate.now(ZoneOffset.UTC), 450L, "USD", false, "a survey", "", "high", null);
        publisher.publish(List.of(living));
        publisher.publish(List.of(living));

        WageFloorSet told = scene.hear(
                WageFloorEvent.TOPIC,
                WageFloorSet.class,
                event -> event.place().equals("KE") && event.kind() == Kind.LIVING);
        WageFloorSet law = scene.hear(
                WageFloorEvent.TOPIC,
                WageFloorSet.class,
                event -> event.place().equals("KE") && event.kind() == Kind.STATUTORY);
        assertThat(List.of(WageFloorTable.keyOf(law), WageFloorTable.keyOf(told)))
                .containsExactly("KE", "KE/living");
        assertThat(law.perHour().currency()).isEqualTo("KES");
        assertThat(scene.count(WageFloorEvent.TOPIC, WageFloorSet.class, event -> event.place()
                        .equals("KE")))
                .isEqualTo(2);
    }
}
