package dev.groundwork.local.testing;

import java.util.Map;

import dev.groundwork.local.ThrowAwayKafka;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import org.jspecify.annotations.Nullable;

/** Gives a service under test an empty Kafka: a real broker inside the JVM of the test, gone when the test ends. */
public class KafkaTestResource implements QuarkusTestResourceLifecycleManager {

    private @Nullable ThrowAwayKafka kafka;

    @Override
    public Map<String, String> start() {
        var started = ThrowAwayKafka.start();
        kafka = started;
        System.setProperty(TestTopics.BOOTSTRAP_PROPERTY, started.bootstrapServers());
        return Map.of("kafka.bootstrap.servers", started.bootstrapServers());
    }

    @Override
    public void stop() {
        var started = kafka;
        if (started != null) {
            kafka = null;
            System.clearProperty(TestTopics.BOOTSTRAP_PROPERTY);
            started.close();
        }
    }
}
