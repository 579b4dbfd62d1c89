package dev.groundwork.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * The programs of one marketplace on one machine: which there are, how each is started and when it is ready.
 *
 * @param root the project
 * @param environment what services get beyond the ordinary, by the service's name
 */
record Stack(Path root, StackFolder folder, Ports ports, Map<String, Map<String, String>> environment) {

    static final String POSTGRES = "postgres";
    static final String KAFKA = "kafka";
    static final String KEYCLOAK = "keycloak";
    static final String GATEWAY = "gateway";

    private static final String TEST_DEPOSITS = "GROUNDWORK_PAYMENT_DEPOSIT_TEST";

    /** In the order in which they are started, and against which they are stopped. */
    static final List<String> PARTS =
            List.of(POSTGRES, KAFKA, KEYCLOAK, "task-service", "worker-service", "payment-service", GATEWAY);

    /** The programs that are ours. */
    static final List<String> SERVICES = List.of("task-service", "worker-service", "payment-service", GATEWAY);

    private static final int PARTITIONS = 12;

    List<Part> parts() {
        List<Part> parts = new ArrayList<>(List.of(postgresPart(), kafkaPart(), keycloakPart()));
        for (var service : SERVICES) {
            parts.add(servicePart(service));
        }
        return parts;
    }

    Part part(String name) {
        return parts().stream()
                .filter(part -> part.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no part of the marketplace is called " + name + "; there are " + String.join(", ", PARTS)));
    }

    PostgresServer postgres() {
        return new PostgresServer(folder.data(POSTGRES), ports.postgres(), true);
    }

    private Part postgresPart() {
        var server = postgres();
        return new Part(
                POSTGRES,
                ports.postgres(),
                List.of(),
                // Fast shutdown: clients are thrown out, everything is written, no recovery at the next start.
                "INT",
                Duration.ofMinutes(2),
                progress -> {
                    if (!Files.isDirectory(server.data())) {
                        progress.accept("making a new cluster");
                    }
                    server.clearAfterKill();
                    return new Part.Launch(
                            server.prepare(root.resolve(".groundwork").resolve("cache")), Map.of(), folder.data());
                },
                pid -> {
                    if (!server.answers()) {
                        return false;
                    }
                    try {
                        server.furnish(PostgresServer.DATABASES);
                        return true;
                    } catch (SQLException notYet) {
                        return false;
                    }
                });
    }

    private Part kafkaPart() {
        var data = folder.data(KAFKA);
        var served = folder.run().resolve("kafka.serving");
        return new Part(
                KAFKA,
                ports.kafka(),
                List.of(),
                "TERM",
                Duration.ofMinutes(2),
                progress -> {
                    var classPath = programs().localClassPath();
                    List<String> command = new ArrayList<>(java(KAFKA, classPath));
                    command.addAll(List.of(
                            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                            "-Dlogging.configuration=" + logging(),
                            "-cp",
                            classPath,
                            KafkaProgram.class.getName(),
                            data.toString(),
                            Integer.toString(ports.kafka()),
                            Integer.toString(ports.kafkaController()),
                            Integer.toString(PARTITIONS),
                            served.toString()));
                    return new Part.Launch(command, Map.of(), data);
                },
                pid -> {
                    try {
                        return Files.exists(served) && Files.readString(served).equals(Long.toString(pid));
                    } catch (IOException notYet) {
                        return false;
                    }
                });
    }

    private URI logging() throws IOException {
        var file = Files.createDirectories(folder.run()).resolve("kafka-logging.properties");
        try (var settings = Stack.class.getResourceAsStream("kafka-logging.properties")) {
            if (settings == null) {
                throw new IOException("kafka-logging.properties is missing from this program");
            }
            StackFolder.write(file, new String(settings.readAllBytes(), StandardCharsets.UTF_8));
        }
        return file.toUri();
    }

    private Part keycloakPart() {
        return new Part(
                KEYCLOAK,
                ports.keycloak(),
                List.of(POSTGRES),
                "TERM",
                Duration.ofMinutes(4),
                progress -> KeycloakServer.of(root).prepare(ports, postgres(), folder.data(KEYCLOAK), progress),
                pid -> answersOk("http://127.0.0.1:" + ports.keycloak() + "/realms/groundwork"));
    }

    private Part servicePart(String name) {
        int port = servicePort(name);
        return new Part(
                name,
                port,
                List.of(POSTGRES, KAFKA),
                "TERM",
                Duration.ofMinutes(3),
                progress -> launch(name, port, progress),
                pid -> answersOk("http://127.0.0.1:" + port + "/q/health/ready"));
    }

    int servicePort(String name) {
        return switch (name) {
            case "task-service" -> ports.taskService();
            case "worker-service" -> ports.workerService();
            case "payment-service" -> ports.paymentService();
            case GATEWAY -> ports.gateway();
            default -> throw new IllegalArgumentException("no service is called " + name);
        };
    }

    private Part.Launch launch(String name, int port, Consumer<String> progress) throws IOException {
        var jar = programs().service(name).toString();
        List<String> command = new ArrayList<>(java(name, jar));
        command.addAll(List.of(
                // For sockets by epoll.
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                // With one plain class path Quarkus takes settings that only other settings refer to for mistakes.
                "-Dsmallrye.config.mapping.validate-unknown=false",
                "-jar",
                jar));
        Map<String, String> values = new HashMap<>();
        values.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        values.put("QUARKUS_DATASOURCE_JDBC_URL", postgres().jdbcUrl(name.replace("-service", "")));
        values.put("QUARKUS_DATASOURCE_USERNAME", PostgresServer.USER);
        if (name.equals("payment-service")) {
            // Who works on the books may not change what is in them; who migrates them may.
            values.put("QUARKUS_DATASOURCE_USERNAME", PostgresServer.APPLICATION_USER);
            values.put("QUARKUS_FLYWAY_USERNAME", PostgresServer.USER);
            values.put("QUARKUS_FLYWAY_PASSWORD", PostgresServer.PASSWORD);
            // No money is real here, unless whoever starts it says otherwise.
            values.put(TEST_DEPOSITS, Objects.requireNonNullElse(System.getenv(TEST_DEPOSITS), "true"));
        }
        values.put("QUARKUS_DATASOURCE_PASSWORD", PostgresServer.PASSWORD);
        // Everything starts at once: on a busy machine a first connection may take its time.
        values.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "30S");
        values.put("KAFKA_BOOTSTRAP_SERVERS", "localhost:" + ports.kafka());
        values.put("QUARKUS_OIDC_AUTH_SERVER_URL", realmUrl());
        values.put("GROUNDWORK_TASK_URL", "http://localhost:" + ports.taskService());
        values.put("GROUNDWORK_WORKER_URL", "http://localhost:" + ports.workerService());
        values.put("GROUNDWORK_PAYMENT_URL", "http://localhost:" + ports.paymentService());
        values.put("GROUNDWORK_MEDIA_FOLDER", folder.data("media").toString());
        if (name.equals(GATEWAY)) {
            values.put("GROUNDWORK_CONTENT_PORT", Integer.toString(ports.content()));
            // Another name than the client's makes it another site.
            values.put("GROUNDWORK_CONTENT_URL", "http://127.0.0.1:" + ports.content());
            values.put("GROUNDWORK_CONTENT_APP_URL", "http://localhost:" + ports.gateway());
        }
        values.putAll(environment.getOrDefault(name, Map.of()));
        progress.accept("starting");
        return new Part.Launch(command, values, folder.data(name));
    }

    String realmUrl() {
        return "http://localhost:" + ports.keycloak() + "/realms/groundwork";
    }

    private Programs programs() {
        return Programs.of(root);
    }

    /** Java with the flags of a part, and with its AOT cache once there is one. */
    private List<String> java(String part, String identity) throws IOException {
        var flags = flags(part);
        List<String> command = new ArrayList<>(List.of(Jvm.executable()));
        command.addAll(flags);
        var cache = programs().aotCache(part, identity, flags);
        if (Programs.javaHasAotCache() && Files.exists(cache)) {
            Programs.keep(cache);
            command.add("-XX:AOTCache=" + cache);
        }
        return command;
    }

    /** Two cores and many processes: the serial collector takes the least memory and no threads of its own. */
    private static List<String> flags(String part) {
        var flags = new ArrayList<>(List.of("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"));
        flags.addAll(
                switch (part) {
                    // Its work is in the kernel: compiling it less halves its start.
                    case KAFKA -> List.of("-Xms64m", "-Xmx384m", "-XX:TieredStopAtLevel=1");
                    // Requests leave nothing behind: room for more of them between two collections makes those rare.
                    case "task-service" -> List.of("-Xms64m", "-Xmx384m", "-XX:NewSize=64m", "-XX:MaxNewSize=160m");
                    default -> List.of("-Xms48m", "-Xmx256m");
                });
        if (Programs.javaHasCompactHeaders()) {
            flags.add("-XX:+UseCompactObjectHeaders");
        }
        return List.copyOf(flags);
    }

    /** The parts that start faster once a run of theirs was watched, as far as that was not done yet. */
    List<String> untrained() throws IOException {
        if (!Programs.javaHasAotCache()) {
            return List.of();
        }
        List<String> untrained = new ArrayList<>();
        for (var service : SERVICES) {
            if (!Files.exists(trainedCache(service))) {
                untrained.add(service);
            }
        }
        if (!Files.exists(trainedCache(KAFKA))) {
            untrained.add(KAFKA);
        }
        return untrained;
    }

    /** Where the AOT cache of a part belongs. */
    Path trainedCache(String part) throws IOException {
        var identity = part.equals(KAFKA)
                ? programs().localClassPath()
                : programs().service(part).toString();
        return programs().aotCache(part, identity, flags(part));
    }

    private static boolean answersOk(String url) {
        try {
            var connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == 200;
            } finally {
                connection.disconnect();
            }
        } catch (IOException notYet) {
            return false;
        }
    }
}
