package dev.groundwork.payment.settlement;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.kit.event.EventJson;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.payment.testing.Scene;
import dev.groundwork.payment.testing.Scene.Job;

import io.quarkus.logging.Log;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Full batches of approvals, as the consumer hands them over: one hot escrow, one hot fee account, many workers. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class SettlementLoadTest {

    private static final int BATCH = 500;
    private static final int BATCHES = 20;
    private static final int WORKERS = 250;

    @Inject
    AssignmentListener listener;

    @Inject
    EventJson json;

    @Inject
    Scene scene;

    @Test
    void ten_thousand_approvals_of_one_job_are_settled_once_each() {
        int approvals = BATCH * BATCHES;
        Job job = Job.of(scene.requesterWith(10L * approvals), 5, approvals);
        scene.isFunded(job);
        List<UUID> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(UUID.randomUUID());
        }
        List<ConsumerRecords<String, String>> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(batch(job, workers, i));
        }

        long start = System.nanoTime();
        batches.forEach(listener::on);
        double seconds = (System.nanoTime() - start) / 1e9;
        batches.subList(0, 2).forEach(listener::on);

        Log.warnf("settled %d approvals in %.2f s: %.0f a second", approvals, seconds, approvals / seconds);
        scene.hasEarned(workers.getFirst(), "2.00");
        scene.hasEarned(workers.getLast(), "2.00");
        scene.isCompleted(job, approvals);
        scene.hasBalance(job.requesterId(), "400.00", "0.00", "600.00");
        scene.booksAreRight();
    }

    private ConsumerRecords<String, String> batch(Job job, List<UUID> workers, int number) {
        List<ConsumerRecord<String, String>> records = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            var record = new ConsumerRecord<>(
                    AssignmentEvent.TOPIC,
                    0,
                    (long) number * BATCH + i,
                    job.id().toString(),
                    json.write(scene.approval(job, workers.get(i % workers.size()))));
            record.headers().add("ce_id", UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8));
            records.add(record);
        }
        return new ConsumerRecords<>(Map.of(new TopicPartition(AssignmentEvent.TOPIC, 0), records), Map.of());
    }
}
