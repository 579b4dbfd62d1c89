package dev.groundwork.task.media.strip;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a file from front to back; one that ends too early is broken. */
final class Bytes implements AutoCloseable {

    private static final int BUFFER = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private long left;

    private Bytes(InputStream in, long left) {
        this.in = in;
        this.left = left;
    }

    static Bytes of(Path file) throws IOException {
        return new Bytes(new BufferedInputStream(Files.newInputStream(file), BUFFER), Files.size(file));
    }

    long left() {
        return left;
    }

    /** Lets the file end here, in so many bytes from now, if it does not end before. */
    void endIn(long bytes) {
        left = Math.min(left, bytes);
    }

    /** {@return the next byte, -1 at the end} */
    int next() throws IOException {
        int value = left > 0 ? in.read() : -1;
        if (value >= 0) {
            left--;
        }
        return value;
    }

    int u8() throws IOException {
        int value = next();
        if (value < 0) {
            throw endsTooEarly();
        }
        return value;
    }

    /** Two bytes, the high one first. */
    int u16() throws IOException {
        return u8() << 8 | u8();
    }

    /** Two bytes, the low one first. */
    int u16le() throws IOException {
        return u8() | u8() << 8;
    }

    /** Four bytes, the highest first. */
    long u32() throws IOException {
        return (long) u16() << 16 | u16();
    }

    /** Four bytes, the lowest first. */
    long u32le() throws IOException {
        return u16le() | (long) u16le() << 16;
    }

    byte[] bytes(int count) throws IOException {
        if (count > left) {
            throw endsTooEarly();
        }
        byte[] read = in.readNBytes(count);
        left -= read.length;
        if (read.length < count) {
            throw endsTooEarly();
        }
        return read;
    }

    String text(int count) throws IOException {
        return new String(bytes(count), StandardCharsets.ISO_8859_1);
    }

    void skip(long count) throws IOException {
        if (count > left) {
            throw endsTooEarly();
        }
        in.skipNBytes(count);
        left -= count;
    }

    void copy(long count, OutputStream out) throws IOException {
        if (count > left) {
            throw endsTooEarly();
        }
        for (long rest = count; rest > 0; ) {
            int read = in.read(buffer, 0, (int) Math.min(rest, buffer.length));
            if (read < 0) {
                throw endsTooEarly();
            }
            out.write(buffer, 0, read);
            rest -= read;
            left -= read;
        }
    }

    /** {@return bytes from anywhere in a file} */
    static ByteBuffer at(FileChannel file, long place, int count) throws IOException {
        var bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining()) {
            if (file.read(bytes, place + bytes.position()) < 0) {
                throw endsTooEarly();
            }
        }
        return bytes.flip();
    }

    static UnusableMedium endsTooEarly() {
        return UnusableMedium.broken("The file ends in the middle");
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
