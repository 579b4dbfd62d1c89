package dev.groundwork.payment.rail.sepa;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

import dev.groundwork.kit.failpoint.Failpoint;

/**
 * A folder that another program empties. For a file {@code x.xml} it holds {@code x.xml.sha256} in the form of
 * {@code sha256sum}, {@code x.xml.orders} with a line for each order, and then {@code x.xml} itself, which appears whole by a
 * rename. The other program takes {@code x.xml} away and leaves the two beside it: by them a file is known that is gone.
 */
final class Spool {

    private final Path folder;

    Spool(Path folder) {
        this.folder = folder;
    }

    /**
     * Putting the same file again changes nothing, also when it has been taken away.
     *
     * @throws IOException also when another file of that name was put before
     */
    void put(String name, byte[] bytes, Map<String, String> orders) throws IOException {
        Files.createDirectories(folder);
        String checksum = sha256(bytes) + "  " + name + "\n";
        if (has(name)) {
            if (!Files.readString(sidecar(name)).equals(checksum)) {
                throw new IOException("another file was put into the spool folder as " + name);
            }
            return;
        }
        Path waiting = waiting(name);
        write(waiting, bytes);
        var lines = new StringBuilder();
        new TreeMap<>(orders)
                .forEach((key, value) ->
                        lines.append(key).append('=').append(value).append('\n'));
        write(folder.resolve(name + ".orders"), lines.toString().getBytes(StandardCharsets.UTF_8));
        write(sidecar(name), checksum.getBytes(StandardCharsets.US_ASCII));
        Failpoint.hit("spool.after-write-before-rename");
        Files.move(waiting, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        sync(folder);
    }

    /** {@return whether the file was put, whether or not it has been taken away since} */
    boolean has(String name) {
        return Files.exists(sidecar(name)) && !Files.exists(waiting(name));
    }

    private Path sidecar(String name) {
        return folder.resolve(name + ".sha256");
    }

    private Path waiting(String name) {
        return folder.resolve("." + name + ".part");
    }

    private static void write(Path file, byte[] bytes) throws IOException {
        Files.write(file, bytes);
        sync(file);
    }

    /** What is renamed must be on the disk before its name is. */
    private static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
