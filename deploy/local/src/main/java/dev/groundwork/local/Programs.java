package dev.groundwork.local;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipFile;

/**
 * Copies of what the build made, each in a folder named after its content: a build never changes what a running process
 * reads, and what was learned about a program (its AOT cache) stays with exactly this program.
 *
 * @param root the project
 * @param copies where the copies are kept
 */
record Programs(Path root, Path copies) {

    private static final Duration KEPT = Duration.ofDays(1);

    /** Ahead-of-time caches came with JDK 24 and are made in one step since 25. */
    private static final int FIRST_JAVA_WITH_CACHE = 25;

    private static final int FIRST_JAVA_WITH_COMPACT_HEADERS = 25;

    static Programs of(Path root) {
        return new Programs(root, root.resolve(".groundwork").resolve("programs"));
    }

    /**
     * The runnable jar of a service, in its copy.
     *
     * @throws IOException when the service was never built
     */
    Path service(String name) throws IOException {
        var built = root.resolve(name).resolve("target").resolve("quarkus-app");
        if (!Files.exists(built.resolve("quarkus-run.jar"))) {
            throw new IOException(name + " is not built: " + built
                    + " is missing (./groundwork up builds it, or mvn -DskipTests package)");
        }
        return copy(name, built).resolve("quarkus-run.jar");
    }

    /** The class path of this module, for Kafka and the supervisor: our own jars are copies. */
    String localClassPath() throws IOException {
        var listed = root.resolve("deploy/local/target/runtime.classpath");
        var jar = root.resolve("deploy/local/target/local-1.0-SNAPSHOT.jar");
        if (!Files.exists(listed) || !Files.exists(jar)) {
            // Started from an IDE or a test that packaged nothing.
            return System.getProperty("java.class.path");
        }
        List<String> classPath = new ArrayList<>();
        for (var entry : (jar + File.pathSeparator + Files.readString(listed).strip()).split(File.pathSeparator, -1)) {
            var path = Path.of(entry);
            if (path.startsWith(root) && Files.isRegularFile(path)) {
                var name = path.getFileName().toString();
                var folder = FileTrees.once(
                        copies.resolve(name + "-" + print(path)), fresh -> Files.copy(path, fresh.resolve(name)));
                keep(folder);
                classPath.add(folder.resolve(name).toString());
            } else {
                classPath.add(entry);
            }
        }
        return String.join(File.pathSeparator, classPath);
    }

    /**
     * Where the AOT cache of a program is kept, whether or not it was made yet; it fits this program, this Java and
     * these flags only.
     *
     * @param identity the program's jar or class path
     */
    Path aotCache(String name, String identity, List<String> flags) {
        var sum = new CRC32();
        sum.update((identity + flags + Runtime.version() + System.getProperty("java.home"))
                .getBytes(StandardCharsets.UTF_8));
        return copies.resolve(name + "-" + Long.toHexString(sum.getValue()) + ".aot");
    }

    /** Whether Java can spare each object some bytes: less memory, and less of it to look through. */
    static boolean javaHasCompactHeaders() {
        return Runtime.version().feature() >= FIRST_JAVA_WITH_COMPACT_HEADERS;
    }

    static boolean javaHasAotCache() {
        return Runtime.version().feature() >= FIRST_JAVA_WITH_CACHE;
    }

    private Path copy(String name, Path built) throws IOException {
        var copy = FileTrees.once(copies.resolve(name + "-" + print(built)), fresh -> FileTrees.copy(built, fresh));
        keep(copy);
        return copy;
    }

    /** Notes that a copy or a cache is in use. */
    static void keep(Path path) throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    }

    /** Deletes copies and caches that nobody has started for a day. */
    void forgetOld() throws IOException {
        if (!Files.isDirectory(copies)) {
            return;
        }
        var oldest = Instant.now().minus(KEPT);
        List<Path> old;
        try (var all = Files.list(copies)) {
            old = all.filter(path -> {
                        try {
                            return Files.getLastModifiedTime(path).toInstant().isBefore(oldest);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    })
                    .toList();
        }
        for (var path : old) {
            FileTrees.delete(path);
        }
    }

    /** A number that follows from the content; for jars from that of their entries, for each build stamps new times. */
    private static String print(Path program) throws IOException {
        var sum = new CRC32();
        try (var files = Files.walk(program)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                add(sum, program.relativize(file).toString());
                if (file.toString().endsWith(".jar")) {
                    try (var zip = new ZipFile(file.toFile())) {
                        zip.stream().filter(entry -> !entry.isDirectory()).forEach(entry -> {
                            add(sum, entry.getName());
                            add(sum, Long.toHexString(entry.getCrc()));
                        });
                    }
                } else {
                    sum.update(Files.readAllBytes(file));
                }
            }
        }
        return Long.toHexString(sum.getValue());
    }

    private static void add(CRC32 sum, String text) {
        sum.update(text.getBytes(StandardCharsets.UTF_8));
    }
}
