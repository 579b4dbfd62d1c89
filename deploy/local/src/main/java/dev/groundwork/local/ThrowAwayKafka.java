package dev.groundwork.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A Kafka for tests inside this JVM, on random ports and a throw-away folder that goes with the JVM. */
public final class ThrowAwayKafka implements AutoCloseable {

    /** Enough that ordering by key is put to the test, few enough to start quickly. */
    private static final int PARTITIONS = 3;

    private final KafkaNode node;
    private final Path folder;
    private final Leash leash;

    private ThrowAwayKafka(KafkaNode node, Path folder, Leash leash) {
        this.node = node;
        this.folder = folder;
        this.leash = leash;
    }

    /** Starts a broker and returns once it takes records. */
    public static ThrowAwayKafka start() {
        try {
            var folder = Files.createTempDirectory("groundwork-kafka-");
            var leash = Leash.of(folder);
            int port = FreePorts.row(2);
            try {
                var node = KafkaNode.start(new KafkaNode.Settings(folder.resolve("data"), port, port + 1, PARTITIONS));
                return new ThrowAwayKafka(node, folder, leash);
            } catch (IllegalStateException e) {
                leash.close();
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What clients use as {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return node.settings().bootstrapServers();
    }

    /** The folder that goes with the broker. */
    public Path folder() {
        return folder;
    }

    @Override
    public void close() {
        node.close();
        leash.close();
    }
}
