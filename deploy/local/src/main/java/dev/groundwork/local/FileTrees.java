package dev.groundwork.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

import org.jspecify.annotations.Nullable;

/** Whole folders at once: deleted, copied, or made exactly once by whoever comes first. */
final class FileTrees {

    /** Fills a new, empty folder. */
    @FunctionalInterface
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    private FileTrees() {}

    /** Deletes the folder and all in it; one that is absent, or vanishes meanwhile, is fine. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Copies the content of {@code from} into {@code to}, which is made when absent. */
    static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(folder)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /**
     * Makes a folder once: whoever finds it absent fills a neighbour and renames it, so that a folder under its final
     * name is always whole, also after a kill in between. Other processes wait meanwhile.
     */
    static Path once(Path folder, Filling filling) throws IOException {
        if (Files.isDirectory(folder)) {
            return folder;
        }
        var parent = folder.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IOException("not a folder one can make: " + folder);
        }
        Files.createDirectories(parent);
        var lock = parent.resolve(folder.getFileName() + ".lock");
        // Locks of files belong to the process: threads of one process need their own.
        synchronized (FileTrees.class) {
            try (var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    var held = channel.lock()) {
                if (held.isValid() && !Files.isDirectory(folder)) {
                    var unfinished = parent.resolve(folder.getFileName() + ".unfinished");
                    delete(unfinished);
                    Files.createDirectories(unfinished);
                    filling.fill(unfinished);
                    Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
        return folder;
    }
}
