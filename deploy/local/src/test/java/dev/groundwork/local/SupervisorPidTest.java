package dev.groundwork.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How the supervisor is known again by its pid file: in Java, and in the script in front of it. */
@EnabledOnOs(OS.LINUX)
class SupervisorPidTest {

    @TempDir
    private Path home;

    private StackFolder folder;

    private @Nullable Process stand;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = new StackFolder(home);
        Files.createDirectories(folder.run());
    }

    @AfterEach
    void leaveNothing() {
        if (stand != null) {
            stand.destroyForcibly();
        }
    }

    @Test
    void a_step_of_the_clock_does_not_lose_the_supervisor() throws IOException {
        StackFolder.write(folder.pidFile("supervisor"), Child.written(ProcessHandle.current()));

        Files.setLastModifiedTime(
                folder.pidFile("supervisor"), FileTime.from(Instant.now().minus(Duration.ofHours(1))));

        assertThat(Child.living(folder, "supervisor").orElseThrow().pid())
                .isEqualTo(ProcessHandle.current().pid());
    }

    @Test
    void the_script_finds_the_supervisor_that_wrote_the_file() throws Exception {
        var supervisor = standFor(home);

        StackFolder.write(folder.pidFile("supervisor"), Child.written(supervisor));
        assertThat(scriptSaysRunning()).isTrue();

        StackFolder.write(folder.pidFile("supervisor"), Long.toString(supervisor.pid()));
        assertThat(scriptSaysRunning()).isTrue();
    }

    @Test
    void the_script_takes_no_later_process_with_its_pid_for_the_supervisor() throws Exception {
        var supervisor = standFor(home);

        StackFolder.write(folder.pidFile("supervisor"), supervisor.pid() + " 1");
        assertThat(scriptSaysRunning()).isFalse();

        StackFolder.write(folder.pidFile("supervisor"), "999999999 1");
        assertThat(scriptSaysRunning()).isFalse();
    }

    @Test
    void the_script_takes_no_other_stacks_supervisor_for_this_ones() throws Exception {
        var supervisor = standFor(home.resolve("other"));

        StackFolder.write(folder.pidFile("supervisor"), Child.written(supervisor));

        assertThat(scriptSaysRunning()).isFalse();
    }

    /** A process whose command line is that of the supervisor of a stack. */
    private ProcessHandle standFor(Path stack) throws IOException {
        stand = new ProcessBuilder(
                        "/bin/sh",
                        "-c",
                        "read nothing",
                        Supervisor.class.getName(),
                        ProjectFolder.root().toString(),
                        stack.toString(),
                        "8080")
                .start();
        var process = stand.toHandle();
        // Between fork and exec the command line is still that of this JVM.
        await().until(() -> process.info().commandLine().orElse("").contains("read nothing"));
        return process;
    }

    private boolean scriptSaysRunning() throws IOException, InterruptedException {
        var script = ProjectFolder.root().resolve("groundwork").toString();
        var asked = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "source \"$1\" help >/dev/null; state=$2; is_running",
                        "bash",
                        script,
                        home.toString()))
                .redirectErrorStream(true)
                .start();
        var said = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = asked.waitFor();
        assertThat(said).isEmpty();
        return code == 0;
    }
}
