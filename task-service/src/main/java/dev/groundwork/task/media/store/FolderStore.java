package dev.groundwork.task.media.store;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import dev.groundwork.task.media.ObjectStore;

import org.jspecify.annotations.Nullable;

/** Objects as files of a folder, each named by its key. A file is complete and on the disk as soon as it has its name. */
final class FolderStore implements ObjectStore {

    /** No key has a segment that begins with a dot, so nothing in here is an object. */
    private static final String INCOMING = ".incoming";

    private static final int BUFFER = 64 * 1024;

    private final Path root;

    FolderStore(Path root) {
        this.root = root;
    }

    @Override
    public void put(String key, Path file) throws IOException {
        try (InputStream bytes = Files.newInputStream(file)) {
            put(key, bytes);
        }
    }

    @Override
    public void put(String key, InputStream bytes) throws IOException {
        Path target = file(key);
        Path draft = Files.createTempFile(Files.createDirectories(root.resolve(INCOMING)), "object", "");
        try {
            write(bytes, draft);
            Path folder = Files.createDirectories(target.getParent());
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            flush(folder);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    @Override
    public InputStream open(String key) throws IOException {
        return Files.newInputStream(existing(key));
    }

    @Override
    public InputStream open(String key, long from, long length) throws IOException {
        FileChannel channel = FileChannel.open(existing(key), StandardOpenOption.READ);
        channel.position(from);
        return new Part(Channels.newInputStream(channel), length);
    }

    /** A folder is read by this service only. */
    @Override
    public Optional<URI> address(String key, String contentType, String disposition) {
        return Optional.empty();
    }

    @Override
    public void check() throws IOException {
        Path folder = Files.createDirectories(root.resolve(INCOMING));
        if (!Files.isWritable(folder)) {
            throw new AccessDeniedException(folder.toString(), null, "cannot be written to");
        }
    }

    @Override
    public OptionalLong size(String key) throws IOException {
        Path file = file(key);
        return Files.isRegularFile(file) ? OptionalLong.of(Files.size(file)) : OptionalLong.empty();
    }

    @Override
    public void delete(String key) throws IOException {
        Files.deleteIfExists(file(key));
    }

    @Override
    public List<StoredObject> list(String prefix, @Nullable String after, int most) throws IOException {
        Path start = root.resolve(Keys.checkedPrefix(prefix).substring(0, prefix.lastIndexOf('/') + 1));
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        try (var files = Files.walk(start)) {
            var page = files.filter(Files::isRegularFile)
                    .map(this::key)
                    .filter(key -> key.startsWith(prefix) && key.contains("/") && !key.startsWith(INCOMING))
                    .filter(key -> after == null || key.compareTo(after) > 0)
                    .sorted()
                    .limit(most)
                    .toList();
            var objects = new ArrayList<StoredObject>(page.size());
            for (String key : page) {
                OptionalLong bytes = size(key);
                // What was deleted between the walk and here is not there.
                bytes.ifPresent(size -> objects.add(new StoredObject(key, size)));
            }
            return objects;
        }
    }

    /** Removes what a process that was killed has left half written. */
    void removeDrafts(Instant untouchedSince) throws IOException {
        Path incoming = root.resolve(INCOMING);
        if (Files.notExists(incoming)) {
            return;
        }
        try (var drafts = Files.list(incoming)) {
            for (Path draft : drafts.toList()) {
                try {
                    if (Files.getLastModifiedTime(draft).toInstant().isBefore(untouchedSince)) {
                        Files.deleteIfExists(draft);
                    }
                } catch (NoSuchFileException gone) {
                    // It has got its name, or another instance has removed it.
                }
            }
        }
    }

    private Path file(String key) {
        return root.resolve(Keys.checked(key));
    }

    private Path existing(String key) throws NoSuchFileException {
        Path file = file(key);
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(key);
        }
        return file;
    }

    private String key(Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }

    private static void write(InputStream bytes, Path draft) throws IOException {
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            var buffer = new byte[BUFFER];
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                var piece = ByteBuffer.wrap(buffer, 0, read);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
            }
            channel.force(true);
        }
    }

    /** Puts the new name on the disk too; some systems have no handle of a folder, and keep names by themselves. */
    private static void flush(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException notHere) {
            // Nothing to flush on this system.
        }
    }
}
