package dev.groundwork.bench;

import java.io.IOException;

/** Makes a process stand still and go on, as POSIX job control does. */
final class Signals {

    private Signals() {}

    static void stop(long pid) throws IOException {
        send("STOP", pid);
    }

    static void go(long pid) throws IOException {
        send("CONT", pid);
    }

    private static void send(String signal, long pid) throws IOException {
        try {
            int code = new ProcessBuilder("kill", "-" + signal, Long.toString(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IOException(
                        "process %d did not take signal %s: kill ended with %d".formatted(pid, signal, code));
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }
}
