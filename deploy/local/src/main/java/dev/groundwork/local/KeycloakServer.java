package dev.groundwork.local;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.zip.ZipInputStream;

/**
 * Keycloak from its own distribution: unpacked and built for PostgreSQL once, started optimised.
 *
 * @param cache where the built distribution is kept, for all stacks of the project
 * @param distribution the zip that Maven brought
 * @param realm what an empty database is filled with
 */
record KeycloakServer(Path cache, Path distribution, Path realm) {

    private static final String VERSION = "26.7.3";

    /** Part of the name of the cached build: another set of options is another build. */
    private static final List<String> BUILD_OPTIONS =
            List.of("--db=postgres", "--cache=local", "--health-enabled=false", "--metrics-enabled=false");

    /** The parts of the project's tree that Keycloak is made of. */
    static KeycloakServer of(Path root) {
        return new KeycloakServer(
                root.resolve(".groundwork/cache"),
                root.resolve("deploy/local/target/keycloak/keycloak-quarkus-dist-" + VERSION + ".zip"),
                root.resolve("deploy/keycloak/groundwork-realm.json"));
    }

    /** Makes the built distribution unless it is there, and returns the command that starts it. */
    Part.Launch prepare(Ports ports, PostgresServer postgres, Path folder, Consumer<String> progress)
            throws IOException {
        var name = "keycloak-" + VERSION + "-"
                + Integer.toHexString(BUILD_OPTIONS.hashCode()) + "-jdk"
                + Runtime.version().feature();
        var home = FileTrees.once(cache.resolve(name), unfinished -> {
            progress.accept("unpacking and building Keycloak, once: about half a minute");
            unpack(unfinished);
            build(unfinished);
        });
        var realms = Files.createDirectories(home.resolve("data").resolve("import"));
        Files.copy(realm, realms.resolve("groundwork-realm.json"), StandardCopyOption.REPLACE_EXISTING);

        List<String> command = new ArrayList<>(java(home));
        command.addAll(List.of(
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + ports.keycloak(),
                "--hostname=http://localhost:" + ports.keycloak(),
                "--db-url=" + postgres.jdbcUrl("keycloak"),
                "--db-username=" + PostgresServer.USER,
                "--db-pool-max-size=20"));
        return new Part.Launch(
                command,
                Map.of(
                        "KC_DB_PASSWORD", PostgresServer.PASSWORD,
                        "KC_BOOTSTRAP_ADMIN_USERNAME", "admin",
                        "KC_BOOTSTRAP_ADMIN_PASSWORD", "admin"),
                folder);
    }

    /** What {@code kc.sh} would run; without the script in between, our pid file and signals reach the server. */
    private static List<String> java(Path home) {
        return List.of(
                Jvm.executable(),
                "-Xms64m",
                "-Xmx384m",
                "-XX:MetaspaceSize=96M",
                "-XX:MaxMetaspaceSize=256m",
                "-XX:+UseSerialGC",
                // It starts in a third of the time and never gets busy here.
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dfile.encoding=UTF-8",
                "-Dkc.home.dir=" + home,
                "-Djboss.server.config.dir=" + home.resolve("conf"),
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-Djava.util.concurrent.ForkJoinPool.common.threadFactory="
                        + "io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory",
                "-Duser.language=en",
                "-Duser.country=US",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                "--add-opens=java.base/java.security=ALL-UNNAMED",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                home.resolve("lib").resolve("quarkus-run.jar").toString(),
                "io.quarkus.bootstrap.runner.QuarkusEntryPoint");
    }

    private void unpack(Path target) throws IOException {
        if (!Files.exists(distribution)) {
            throw new IOException("Keycloak's distribution is not at " + distribution
                    + ": build the project (./groundwork up does, or mvn -DskipTests package)");
        }
        try (var zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(distribution)))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                // All lies in one folder named after the version, which we do without.
                var path = Path.of(entry.getName());
                if (path.getNameCount() < 2) {
                    continue;
                }
                var file = target.resolve(path.subpath(1, path.getNameCount())).normalize();
                if (!file.startsWith(target)) {
                    throw new IOException("the distribution reaches outside its folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(file);
                } else {
                    Files.createDirectories(file.resolveSibling("."));
                    Files.copy(zip, file);
                }
            }
        }
    }

    private static void build(Path home) throws IOException {
        List<String> command = new ArrayList<>(java(home));
        command.add("build");
        command.addAll(BUILD_OPTIONS);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String said;
        try (var stream = process.getInputStream()) {
            said = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
        try {
            if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new IOException("Keycloak could not be built; it said:\n" + said.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while building Keycloak", e);
        }
    }
}
