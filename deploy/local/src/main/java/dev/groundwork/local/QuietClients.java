package dev.groundwork.local;

import java.util.Objects;

/** Keeps what the Kafka client tells of itself out of what a command prints. */
final class QuietClients {

    private QuietClients() {}

    /** Call before anything logs. */
    static void use() {
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.setProperty(
                "logging.configuration",
                Objects.requireNonNull(QuietClients.class.getResource("kafka-logging.properties"))
                        .toString());
    }
}
