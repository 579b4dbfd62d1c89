package dev.groundwork.local;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

class ChildTest {

    @TempDir
    private Path home;

    private StackFolder folder;

    @BeforeEach
    void makeFolder() {
        folder = new StackFolder(home);
    }

    @AfterEach
    void leaveNothing() {
        Child.living(folder, "part").ifPresent(Child::kill);
    }

    @Test
    void a_child_is_found_again_by_whoever_comes_later() throws IOException {
        var child = start("exec sleep 60");
        await().until(() -> Child.living(folder, "part").isPresent());

        assertThat(Child.living(folder, "part").orElseThrow().pid()).isEqualTo(child.pid());
        child.kill();
        assertThat(Child.living(folder, "part")).isEmpty();
    }

    @Test
    void a_later_process_with_the_pid_of_a_dead_child_is_not_taken_for_it() throws IOException {
        var child = start("exec sleep 60");
        await().until(() -> Child.living(folder, "part").isPresent());

        // As if the pid had been written down long before this process began.
        Files.writeString(folder.pidFile("part"), Long.toString(child.pid()));
        wroteBefore(Duration.ofHours(1));
        assertThat(Child.living(folder, "part")).isEmpty();

        wroteBefore(Duration.ZERO);
        assertThat(Child.living(folder, "part")).isPresent();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_step_of_the_clock_loses_no_child_and_finds_no_stranger() throws IOException {
        var child = start("exec sleep 60");
        await().until(() -> Child.living(folder, "part").isPresent());

        wroteBefore(Duration.ofHours(1));
        assertThat(Child.living(folder, "part")).isPresent();

        var known = Files.readString(folder.pidFile("part"));
        Files.writeString(folder.pidFile("part"), child.pid() + " 1");
        assertThat(Child.living(folder, "part")).isEmpty();
        Files.writeString(folder.pidFile("part"), known);
    }

    private void wroteBefore(Duration age) throws IOException {
        Files.setLastModifiedTime(
                folder.pidFile("part"), FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void a_child_that_does_not_listen_is_ended_after_the_grace_time() throws IOException {
        var child = start("trap : TERM; echo deaf; while :; do sleep 1; done");
        await().until(() -> folder.endOfLog("part", 1).equals("deaf"));

        child.stop("TERM", Duration.ofMillis(300));

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void logs_of_earlier_starts_are_kept() throws IOException {
        for (var text : List.of("first", "second")) {
            var child = start("echo " + text);
            await().until(() -> !child.isAlive());
        }

        assertThat(folder.endOfLog("part", 5)).isEqualTo("second");
        assertThat(folder.logs().resolve("part.log.1")).hasContent("first");
    }

    @Test
    void a_part_that_ends_instead_of_serving_is_reported_with_the_end_of_its_log() {
        var part = part("echo no room; exit 1", pid -> false);

        assertThatThrownBy(() -> new Starter(folder).bringUp(part, message -> {}, () -> false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("part ended while it started")
                .hasMessageContaining("no room");
    }

    @Test
    void a_part_that_runs_is_adopted_and_not_started_twice() throws IOException {
        var starter = new Starter(folder);
        var part = part(
                "echo started; exec sleep 60", pid -> folder.endOfLog("part", 5).contains("started"));
        var first = starter.bringUp(part, message -> {}, () -> false);

        var second = starter.bringUp(part, message -> {}, () -> false);

        assertThat(second.pid()).isEqualTo(first.pid());
        starter.takeDown(part);
        assertThat(first.isAlive()).isFalse();
        assertThat(folder.pidFile("part")).doesNotExist();
    }

    @Test
    void who_holds_a_port_is_named() throws IOException {
        try (var server = new ServerSocket(0)) {
            assertThat(FreePorts.isFree(server.getLocalPort())).isFalse();
            assertThat(Processes.listenerOn(server.getLocalPort()))
                    .contains(Long.toString(ProcessHandle.current().pid()));
        }
    }

    private Child start(String script) throws IOException {
        return Child.start(folder, "part", launch(script));
    }

    private Part part(String script, Part.Readiness readiness) {
        return new Part("part", 1, List.of(), "TERM", Duration.ofSeconds(20), progress -> launch(script), readiness);
    }

    private Part.Launch launch(String script) {
        return new Part.Launch(List.of("/bin/sh", "-c", script), Map.of(), home);
    }
}
