package dev.groundwork.local;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;

import dev.groundwork.contracts.payment.v1.EarningEvent;
import dev.groundwork.contracts.payment.v1.FundsEvent;
import dev.groundwork.contracts.payment.v1.PayoutEvent;
import dev.groundwork.contracts.payment.v1.WageFloorEvent;
import dev.groundwork.contracts.task.v1.AssignmentEvent;
import dev.groundwork.contracts.task.v1.CaseEvent;
import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.contracts.worker.v1.WorkerEvent;

import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/** One Kafka broker and controller (KRaft) inside this JVM, with our topics made. */
public final class KafkaNode implements AutoCloseable {

    /** The topics of the marketplace; those of a state, where only the last word on a key counts, are compacted. */
    private static final Map<String, Boolean> COMPACTED_BY_TOPIC = Map.of(
            JobEvent.TOPIC, false,
            AssignmentEvent.TOPIC, false,
            CaseEvent.TOPIC, false,
            FundsEvent.TOPIC, false,
            EarningEvent.TOPIC, false,
            PayoutEvent.TOPIC, false,
            WageFloorEvent.TOPIC, true,
            WorkerEvent.TOPIC, true);

    /**
     * Where and how large a node is.
     *
     * @param data the folder of its log, formatted at the first start
     * @param port where clients connect, on localhost only
     * @param controllerPort where its controller listens, on localhost only
     * @param partitions of each topic
     */
    public record Settings(Path data, int port, int controllerPort, int partitions) {

        /** What clients use as {@code bootstrap.servers}. */
        public String bootstrapServers() {
            return "localhost:" + port;
        }
    }

    private final Settings settings;
    private final KafkaRaftServer server;

    private KafkaNode(Settings settings, KafkaRaftServer server) {
        this.settings = settings;
        this.server = server;
    }

    /** Starts a node and returns once it takes records on every topic of the marketplace. */
    public static KafkaNode start(Settings settings) {
        try {
            format(settings);
            var server = new KafkaRaftServer(new KafkaConfig(properties(settings), false), Time.SYSTEM);
            server.startup();
            var node = new KafkaNode(settings, server);
            try {
                node.makeTopics();
            } catch (IllegalStateException e) {
                node.close();
                throw e;
            }
            return node;
        } catch (IOException e) {
            throw new IllegalStateException("Kafka could not use its folder " + settings.data(), e);
        }
    }

    public Settings settings() {
        return settings;
    }

    /** Returns when the node has ended, by whatever means. */
    void awaitEnd() {
        server.awaitShutdown();
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Properties properties(Settings settings) {
        var properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("node.id", "1"),
                Map.entry("process.roles", "broker,controller"),
                Map.entry(
                        "listeners",
                        "CLIENT://127.0.0.1:" + settings.port() + ",CONTROLLER://127.0.0.1:"
                                + settings.controllerPort()),
                Map.entry(
                        "advertised.listeners",
                        "CLIENT://localhost:" + settings.port() + ",CONTROLLER://localhost:"
                                + settings.controllerPort()),
                Map.entry("listener.security.protocol.map", "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("inter.broker.listener.name", "CLIENT"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                // Named here and not written into the log, so that a node can move to another port.
                Map.entry("controller.quorum.voters", "1@localhost:" + settings.controllerPort()),
                Map.entry("log.dirs", settings.data().toString()),
                Map.entry("num.partitions", Integer.toString(settings.partitions())),
                Map.entry("auto.create.topics.enable", "true"),
                Map.entry("default.replication.factor", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("offsets.topic.num.partitions", "4"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("transaction.state.log.num.partitions", "4"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                // One consumer to a group on one machine: waiting for more to join only delays the first record.
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("controlled.shutdown.enable", "false"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "4"),
                Map.entry("log.cleaner.dedupe.buffer.size", "16777216"),
                // Facts are kept: dropping them is a decision for an operator.
                Map.entry("log.retention.ms", "-1")));
        return properties;
    }

    /** Formats the folder at the first start; later starts find it formatted and keep what it holds. */
    private static void format(Settings settings) throws IOException {
        Files.createDirectories(settings.data());
        if (Files.exists(settings.data().resolve("meta.properties"))) {
            return;
        }
        var formatter = new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(1)
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(settings.data().toString())
                .addDirectory(settings.data().toString());
        try {
            formatter.run();
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException("could not format " + settings.data(), e);
        }
    }

    private void makeTopics() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", settings.bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            COMPACTED_BY_TOPIC.forEach((name, compacted) -> {
                var topic = new NewTopic(name, settings.partitions(), (short) 1);
                topics.add(compacted ? topic.configs(Map.of("cleanup.policy", "compact")) : topic);
            });
            for (var outcome : admin.createTopics(topics).values().values()) {
                try {
                    outcome.get();
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("Kafka refused to make a topic", e.getCause());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while making topics", e);
        }
    }
}
