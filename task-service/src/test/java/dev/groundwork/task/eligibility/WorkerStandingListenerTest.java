package dev.groundwork.task.eligibility;

import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.kit.Ids;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class WorkerStandingListenerTest {

    private static final String TOPIC = "worker.standing.v1";

    @Inject
    WorkerStandings standings;

    private static void tell(TestTopics topics, UUID workerId, long revision, String standing, String country) {
        topics.send(
                TOPIC,
                workerId.toString(),
                """
                {"type": "worker.standing-changed", "workerId": "%s", "revision": %d, "standing": "%s", "country": "%s",
                 "subdivision": null, "languages": ["es", "ca"], "changedAt": "2026-11-22T18:00:00Z"}""".formatted(workerId, revision, standing, country),
                Map.of(
                        "ce_specversion", "1.0",
                        "ce_id", Ids.next().toString(),
                        "ce_type", "worker.standing-changed",
                        "ce_source", "worker-service"));
    }

    @Test
    void the_newest_revision_counts_whatever_the_order_of_arrival() {
        var early = Ids.next();
        var late = Ids.next();
        var last = Ids.next();
        try (var topics = new TestTopics()) {
            tell(topics, early, 1, "ACTIVE", "ES");
            tell(topics, early, 2, "SUSPENDED", "ES");
            tell(topics, late, 2, "ACTIVE", "PT");
            tell(topics, late, 1, "SUSPENDED", "PT");
            tell(topics, last, 1, "ACTIVE", "FR");
        }

        await().untilAsserted(() -> assertThat(standings.find(last)).isNotNull());
        await().untilAsserted(() -> {
            assertThat(standings.find(early))
                    .isEqualTo(new WorkerStandings.WorkerStanding(Standing.SUSPENDED, new Place("ES", null)));
            assertThat(standings.find(late))
                    .isEqualTo(new WorkerStandings.WorkerStanding(Standing.ACTIVE, new Place("PT", null)));
        });
    }
}
