package dev.groundwork.local;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Ties a program and its throw-away folder to the life of this JVM: when the JVM ends, even by kill -9, the program is
 * stopped and the folder deleted.
 *
 * <p>A small shell waits at the end of a pipe that only this JVM holds open; no hook of the JVM has to run for it.
 */
public final class Leash implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** {@code $1} the folder, {@code $2} the signal that stops the program, the rest the program. */
    private static final String SCRIPT = """
            trap : INT TERM HUP
            folder=$1; signal=$2; shift 2
            if [ $# -gt 0 ]; then "$@" & program=$!; fi
            while :; do
              if read -r line; then continue; fi
              [ $? -le 1 ] && break
            done
            if [ -n "$program" ]; then kill -s "$signal" "$program"; wait "$program"; fi
            for file in "$folder"/run/*.pid; do
              pid=; tick=
              [ -f "$file" ] && read -r pid tick <"$file"
              if [ -n "$pid" ]; then
                now=$(cut -d' ' -f22 "/proc/$pid/stat" 2>/dev/null)
                if [ -z "$tick" ] || [ "$tick" = "$now" ]; then kill -s KILL "$pid"; fi
              fi
            done
            rm -rf "$folder"
            """;

    private final Process shell;

    private Leash(Process shell) {
        this.shell = shell;
    }

    /** Ties a folder alone, and the processes whose pids are in {@code run/*.pid} of it at the end. */
    public static Leash of(Path folder) {
        return start(folder, "TERM", List.of());
    }

    /**
     * Starts a program and ties it and its folder; its output goes to {@code output.log} in the folder.
     *
     * @param signal what stops the program, without the prefix SIG
     */
    public static Leash start(Path folder, String signal, List<String> program) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "leash", folder.toString(), signal));
        command.addAll(program);
        var log = ProcessBuilder.Redirect.appendTo(folder.resolve("output.log").toFile());
        try {
            return new Leash(new ProcessBuilder(command)
                    .redirectOutput(log)
                    .redirectError(log)
                    .start());
        } catch (IOException e) {
            throw new IllegalStateException("Could not start " + program + ": " + e.getMessage(), e);
        }
    }

    /** Stops the program and deletes the folder; returns when both are gone. */
    @Override
    public void close() {
        try {
            shell.getOutputStream().close();
            if (!shell.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                shell.descendants().forEach(ProcessHandle::destroyForcibly);
                shell.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (IOException e) {
            throw new IllegalStateException("Could not let go of process " + shell.pid(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
