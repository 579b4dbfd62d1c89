package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;

/**
 * Bytes under keys, in a folder of this machine or in a bucket that speaks S3. An object is there whole or not at all, survives a
 * crash once {@code put} has returned, and is replaced as a whole by the next {@code put} under its key.
 *
 * <p>A key is two or more segments with {@code /} between them, each of letters, digits, {@code . _ -} and none beginning with a dot:
 * {@code exports/0198c0de/results.jsonl}. Any other key is a mistake in our code.
 */
public interface ObjectStore {

    /** An object by its key. */
    record StoredObject(String key, long bytes) {}

    /** Keeps what a file holds. */
    void put(String key, Path file) throws IOException;

    /** Keeps what a stream holds up to its end, however much that is; the stream stays open. */
    void put(String key, InputStream bytes) throws IOException;

    /** @throws NoSuchFileException when there is no such object */
    InputStream open(String key) throws IOException;

    /**
     * Opens a part of an object.
     *
     * @param from the first byte, below the size of the object
     * @param length how many bytes, at least one; what lies behind the end of the object is left out
     * @throws NoSuchFileException when there is no such object
     */
    InputStream open(String key, long from, long length) throws IOException;

    /**
     * An address at which anybody can read an object for a moment, where the store gives such: large files then do not pass through
     * this service.
     *
     * @param contentType what the bytes are to be called there
     * @param disposition for the header {@code Content-Disposition} there
     * @return empty when the bytes have to be read here
     */
    Optional<URI> address(String key, String contentType, String disposition);

    /** {@return the bytes of an object; empty when there is none} */
    OptionalLong size(String key) throws IOException;

    /**
     * Finds out whether objects can be read and written now.
     *
     * @throws IOException when they cannot, or {@code TryLater}; the message says what is in the way
     */
    void check() throws IOException;

    /** Removes an object; nothing happens when there is none. */
    void delete(String key) throws IOException;

    /**
     * A page of the objects whose keys begin with a prefix, in the order of their keys.
     *
     * @param after the last key of the page before; null for the first
     * @param most how many at most
     */
    List<StoredObject> list(String prefix, @Nullable String after, int most) throws IOException;
}
