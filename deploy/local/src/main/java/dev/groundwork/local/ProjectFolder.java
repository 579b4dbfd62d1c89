package dev.groundwork.local;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project lies on this machine and where in it things are kept that are not the project's source. */
public final class ProjectFolder {

    private ProjectFolder() {}

    /**
     * The root of the project: the system property {@code groundwork.root}, or else the nearest folder above the
     * working directory that holds the launcher.
     *
     * @throws IllegalStateException when neither leads to a project
     */
    public static Path root() {
        var named = System.getProperty("groundwork.root");
        if (named != null && !named.isBlank()) {
            return Path.of(named).toAbsolutePath().normalize();
        }
        var start = Path.of("").toAbsolutePath();
        for (var folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("event-contracts")) && Files.exists(folder.resolve("pom.xml"))) {
                return folder;
            }
        }
        throw new IllegalStateException("No Groundwork project at or above " + start
                + ": run from inside the project, or name it with -Dgroundwork.root=FOLDER");
    }

    /** Everything a run leaves behind, ignored by git: data, logs, pids, unpacked programs. */
    public static Path state() {
        return root().resolve(".groundwork");
    }

    /** Unpacked programs, the same for every run and every test; safe to delete while nothing runs. */
    public static Path cache() {
        return state().resolve("cache");
    }
}
