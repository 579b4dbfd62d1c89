package dev.groundwork.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** What the operating system knows of processes, asked in the ways Linux and macOS have in common. */
final class Processes {

    private static final boolean LINUX = Files.isDirectory(Path.of("/proc/self"));

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

    private Processes() {}

    /** Whether the process still runs; one that has ended and was not yet collected by its parent does not. */
    static boolean isAlive(ProcessHandle process) {
        if (!process.isAlive()) {
            return false;
        }
        if (!LINUX) {
            return true;
        }
        try {
            return !stat(process)[0].equals("Z");
        } catch (IOException gone) {
            return false;
        }
    }

    /** {@return when the process started, in the system's ticks since boot; empty when it is gone} Linux only. */
    static String startTick(ProcessHandle process) {
        try {
            return stat(process)[19];
        } catch (IOException gone) {
            return "";
        }
    }

    /** What proc(5) tells from the third field on, the state: pid (name) state …; the name may hold spaces and parentheses. */
    private static String[] stat(ProcessHandle process) throws IOException {
        var line = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        return WHITE_SPACE.split(line.substring(line.lastIndexOf(')') + 2), -1);
    }

    /** Sends a signal by its name without SIG; a process that is gone does not mind. */
    static void signal(ProcessHandle process, String signal) {
        switch (signal) {
            case "TERM" -> process.destroy();
            case "KILL" -> process.destroyForcibly();
            default -> output(List.of("kill", "-s", signal, Long.toString(process.pid())));
        }
    }

    /** Waits for the end of a process, whoever its parent is. */
    static boolean awaitEnd(ProcessHandle process, Duration patience) {
        return Waiting.until(patience, Duration.ofMillis(50), () -> !isAlive(process));
    }

    /** Processes whose working folder is this one: for PostgreSQL, all that belong to a cluster. Linux only. */
    static List<ProcessHandle> workingIn(Path folder) {
        if (!LINUX) {
            return List.of();
        }
        return ProcessHandle.allProcesses()
                .filter(process -> {
                    try {
                        return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                                .equals(folder);
                    } catch (IOException | SecurityException goneOrForeign) {
                        return false;
                    }
                })
                .toList();
    }

    /**
     * Memory of a process and its descendants in kilobytes; what they share is counted once where the system tells
     * (PSS), otherwise once for each (RSS).
     */
    static long memoryKilobytes(ProcessHandle process) {
        List<ProcessHandle> all = new ArrayList<>(List.of(process));
        process.descendants().forEach(all::add);
        return all.stream().mapToLong(Processes::ownMemoryKilobytes).sum();
    }

    /** Memory of one process alone. */
    static long ownMemoryKilobytes(ProcessHandle process) {
        var pid = Long.toString(process.pid());
        try {
            for (var line : Files.readAllLines(Path.of("/proc", pid, "smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", ""));
                }
            }
        } catch (IOException notHere) {
            // Another system, or not our process: the coarser number does.
        }
        return output(List.of("ps", "-o", "rss=", "-p", pid))
                .map(String::strip)
                .filter(text -> text.matches("[0-9]+"))
                .map(Long::parseLong)
                .orElse(0L);
    }

    /** Who listens on a port, for a message to a person: a name and pid as far as the system tells. */
    static String listenerOn(int port) {
        var seen = output(List.of("sh", "-c", "ss -Hltnp 'sport = :" + port + "' 2>/dev/null"))
                .filter(text -> text.contains("users:"))
                .map(text -> text.replaceAll("(?s).*users:\\(\\(\"([^\"]*)\",pid=([0-9]+).*", "$1 (pid $2)"))
                .or(() -> output(
                                List.of("sh", "-c", "lsof -nP -iTCP:" + port + " -sTCP:LISTEN 2>/dev/null | sed -n 2p"))
                        .filter(text -> !text.isBlank())
                        .map(text -> text.strip().replaceAll("^(\\S+)\\s+([0-9]+).*", "$1 (pid $2)")));
        return seen.or(() -> listenerFromProc(port)).orElse("another program");
    }

    /** The same where neither ss nor lsof is installed: the socket's inode leads to the process that holds it. */
    private static Optional<String> listenerFromProc(int port) {
        if (!LINUX) {
            return Optional.empty();
        }
        var listening = ":%04X".formatted(port);
        List<String> sockets = new ArrayList<>();
        for (var table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            try {
                for (var line : Files.readAllLines(Path.of(table))) {
                    var columns = WHITE_SPACE.split(line.strip(), -1);
                    if (columns.length > 9 && columns[1].endsWith(listening) && columns[3].equals("0A")) {
                        sockets.add("socket:[" + columns[9] + "]");
                    }
                }
            } catch (IOException notHere) {
                // A system without IPv6, for one, has no table of it.
            }
        }
        return ProcessHandle.allProcesses()
                .filter(process -> holdsOneOf(process, sockets))
                .findFirst()
                .map(process -> name(process) + " (pid " + process.pid() + ")");
    }

    private static boolean holdsOneOf(ProcessHandle process, List<String> sockets) {
        try (var descriptors = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return descriptors.anyMatch(descriptor -> {
                try {
                    return sockets.contains(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException gone) {
                    return false;
                }
            });
        } catch (IOException goneOrForeign) {
            return false;
        }
    }

    private static String name(ProcessHandle process) {
        return process.info()
                .command()
                .map(command -> command.substring(command.lastIndexOf('/') + 1))
                .orElse("a program");
    }

    private static Optional<String> output(List<String> command) {
        try {
            var process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String said;
            try (var stream = process.getInputStream()) {
                said = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            }
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0
                    ? Optional.of(said)
                    : Optional.empty();
        } catch (IOException notInstalled) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
