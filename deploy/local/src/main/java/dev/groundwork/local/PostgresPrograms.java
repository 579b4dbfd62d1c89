package dev.groundwork.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/** PostgreSQL's own programs, unpacked once from the archive that Maven brought. */
final class PostgresPrograms {

    private static final String VERSION = "18.4";

    private final Path home;

    private PostgresPrograms(Path home) {
        this.home = home;
    }

    /**
     * The programs for this machine, unpacked below {@code cache} when they are not there yet.
     *
     * @throws IllegalStateException when there are none for this machine
     */
    static PostgresPrograms in(Path cache) throws IOException {
        var platform = platform();
        var archive = "/postgres-" + platform + ".txz";
        var home = FileTrees.once(cache.resolve("postgres-" + VERSION + "-" + platform), folder -> {
            try (var packed = PostgresPrograms.class.getResourceAsStream(archive)) {
                if (packed == null) {
                    throw new IllegalStateException("Groundwork brings no PostgreSQL for this machine ("
                            + System.getProperty("os.name") + " on " + System.getProperty("os.arch")
                            + "): it runs on Linux and macOS, on amd64 and arm64");
                }
                unpack(packed, folder);
            }
        });
        return new PostgresPrograms(home);
    }

    private static String platform() {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        var machine = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        return system + "-" + machine;
    }

    private static void unpack(InputStream packed, Path folder) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(packed)))) {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                var target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("the archive reaches outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.resolve("..").normalize());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(target, folder.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if ((entry.getMode() & 0100) != 0 && !target.toFile().setExecutable(true, false)) {
                        throw new IOException("could not make executable: " + target);
                    }
                }
            }
        }
    }

    /**
     * The command line of one of the programs. PostgreSQL refuses to run as root: for root it is put into a user
     * namespace of its own, where it is nobody and yet owns its files.
     */
    List<String> command(String program, List<String> arguments) {
        List<String> command = new ArrayList<>();
        if (isRoot()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(arguments);
        return command;
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Makes a new cluster in {@code data}, owned by {@link PostgresServer#SUPERUSER}; all or nothing. */
    void initialise(Path data, boolean durable) throws IOException {
        FileTrees.once(data, folder -> {
            var password = Files.createTempFile("groundwork", ".secret");
            try {
                Files.writeString(password, PostgresServer.PASSWORD + "\n");
                List<String> arguments = new ArrayList<>(List.of(
                        "-D",
                        folder.toString(),
                        "-U",
                        PostgresServer.SUPERUSER,
                        "-A",
                        "scram-sha-256",
                        "--pwfile=" + password,
                        "-E",
                        "UTF8",
                        // Sorts the same way on every system, whatever locales it has installed.
                        "--locale-provider=builtin",
                        "--builtin-locale=C.UTF-8",
                        "--locale=C"));
                if (!durable) {
                    arguments.add("--no-sync");
                }
                run(command("initdb", arguments));
            } finally {
                Files.deleteIfExists(password);
            }
        });
    }

    private static void run(List<String> command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output;
        try (var said = process.getInputStream()) {
            process.getOutputStream().close();
            output = new String(said.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("gave up waiting for " + command);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for " + command, e);
        }
        if (process.exitValue() != 0) {
            var hint = output.contains("unshare")
                    ? "\nPostgreSQL does not run as root, and this system allows no user namespace: "
                            + "run Groundwork as an ordinary user."
                    : "";
            throw new IOException(
                    "failed with exit code " + process.exitValue() + ": " + command + "\n" + output.strip() + hint);
        }
    }
}
