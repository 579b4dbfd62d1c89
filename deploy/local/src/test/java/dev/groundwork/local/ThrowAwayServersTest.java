package dev.groundwork.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import dev.groundwork.contracts.task.v1.JobEvent;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TestTopics;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ThrowAwayServersTest {

    @Test
    void postgres_serves_our_user_and_leaves_nothing_behind() throws Exception {
        Path folder;
        List<ProcessHandle> processes;
        try (var postgres = ThrowAwayPostgres.start()) {
            folder = postgres.folder();
            processes = descendants();
            assertThat(processes).isNotEmpty();

            postgres.server().renew("test");
            try (var connection = DriverManager.getConnection(
                            postgres.server().jdbcUrl("test"), PostgresServer.USER, PostgresServer.PASSWORD);
                    var statement = connection.createStatement()) {
                statement.execute("create table proof (id uuid primary key default uuidv7())");
                assertThat(statement.executeUpdate("insert into proof default values"))
                        .isOne();
            }
        }
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_database_is_empty_again_after_each_start_of_the_resource() throws Exception {
        var resource = new PostgresTestResource();
        resource.init(Map.of("database", "again"));
        var first = resource.start();
        execute(first, "create table leftover (id int)");
        resource.stop();

        var second = resource.start();

        assertThat(second).isEqualTo(first);
        execute(second, "create table leftover (id int)");
    }

    @Test
    void kafka_keeps_what_it_is_given_and_leaves_nothing_behind() {
        Path folder;
        try (var kafka = ThrowAwayKafka.start()) {
            folder = kafka.folder();
            try (var topics = new TestTopics(kafka.bootstrapServers())) {
                topics.send(JobEvent.TOPIC, "job", "{\"n\":1}", Map.of("ce_id", "1"));
                topics.send(JobEvent.TOPIC, "job", "{\"n\":2}", Map.of("ce_id", "2"));

                List<ConsumerRecord<String, String>> seen = new ArrayList<>();
                await().until(() -> seen.addAll(topics.poll(JobEvent.TOPIC)) && seen.size() == 2);

                assertThat(seen).extracting(ConsumerRecord::value).containsExactly("{\"n\":1}", "{\"n\":2}");
                assertThat(TestTopics.header(seen.get(1), "ce_id")).isEqualTo("2");
                assertThat(topics.poll(JobEvent.TOPIC)).isEmpty();
            }
        }
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_killed_jvm_takes_its_servers_and_folders_along() throws Exception {
        var java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-Dgroundwork.root=" + ProjectFolder.root(),
                        Hostage.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var folder = Path.of(java.inputReader().readLine());
        var processes = java.toHandle().descendants().toList();
        assertThat(folder).isDirectory();
        assertThat(processes).isNotEmpty();

        java.destroyForcibly();

        assertThat(java.waitFor(10, TimeUnit.SECONDS)).isTrue();
        await().atMost(Duration.ofSeconds(20)).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        await().atMost(Duration.ofSeconds(20)).until(() -> !Files.exists(folder));
    }

    /** A JVM that starts a server, says where, and waits to be killed. */
    static final class Hostage {

        public static void main(String[] arguments) throws Exception {
            var postgres = ThrowAwayPostgres.start();
            System.out.println(postgres.folder());
            new CountDownLatch(1).await();
        }
    }

    private static List<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants().toList();
    }

    private static void execute(Map<String, String> database, String sql) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        database.get("quarkus.datasource.jdbc.url"), PostgresServer.USER, PostgresServer.PASSWORD);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
