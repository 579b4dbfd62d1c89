package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class LeashTest {

    @TempDir
    private Path parent;

    @Test
    void letting_go_ends_the_parts_that_pid_files_tell_of_and_deletes_the_folder() throws IOException {
        var home = Files.createDirectory(parent.resolve("stack"));
        var part = start(home);

        Leash.of(home).close();

        await().until(() -> !part.isAlive());
        assertThat(home).doesNotExist();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void a_later_process_with_the_pid_of_a_part_is_left_alone() throws IOException {
        var home = Files.createDirectory(parent.resolve("stack"));
        var part = start(home);
        // As if the part had started at another tick, and died since.
        Files.writeString(new StackFolder(home).pidFile("part"), part.pid() + " 1\n");

        Leash.of(home).close();

        assertThat(home).doesNotExist();
        assertThat(part.isAlive()).isTrue();
        part.kill();
    }

    private static Child start(Path home) throws IOException {
        var folder = new StackFolder(home);
        var part =
                Child.start(folder, "part", new Part.Launch(List.of("/bin/sh", "-c", "exec sleep 60"), Map.of(), home));
        await().until(() -> Child.living(folder, "part").isPresent());
        return part;
    }
}
