package dev.groundwork.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import org.jspecify.annotations.Nullable;

/**
 * Reads HTTP/1.1 answers out of the bytes of one connection as they arrive. For servers of ours: an answer has a length or comes in
 * chunks, and an answer without either has no body.
 */
final class AnswerReader {

    private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);

    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /** Takes what has arrived, waiting for it. @throws EOFException when nothing will */
    void read(InputStream in) throws IOException {
        makeRoom();
        took(in.read(buffer, end, buffer.length - end));
    }

    /** As above, of a channel. */
    void read(ReadableByteChannel in) throws IOException {
        makeRoom();
        took(in.read(ByteBuffer.wrap(buffer, end, buffer.length - end)));
    }

    private void makeRoom() {
        if (start == end) {
            start = 0;
            end = 0;
        } else if (end == buffer.length && start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        } else if (end == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
    }

    private void took(int bytes) throws EOFException {
        if (bytes < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += bytes;
    }

    /**
     * {@return the next answer, which is taken out; null while it is not there as a whole}
     *
     * @throws IOException when it is no HTTP
     */
    @Nullable Answer next() throws IOException {
        int status = 0;
        int length = 0;
        boolean chunked = false;
        for (int at = start; ; ) {
            int newline = newline(at);
            if (newline < 0) {
                return null;
            }
            if (at == start) {
                status = status(newline);
            } else if (newline - at <= 1) {
                return chunked ? chunks(status, newline + 1) : sized(status, newline + 1, length);
            } else if (startsWith(at, LENGTH)) {
                length = Integer.parseInt(text(at + LENGTH.length, newline));
            } else if (startsWith(at, CODING)) {
                chunked = true;
            }
            at = newline + 1;
        }
    }

    private @Nullable Answer sized(int status, int from, int length) {
        if (end - from < length) {
            return null;
        }
        start = from + length;
        return new Answer(status, new String(buffer, from, length, StandardCharsets.UTF_8));
    }

    private @Nullable Answer chunks(int status, int from) {
        var body = new StringBuilder();
        for (int at = from; ; ) {
            int newline = newline(at);
            if (newline < 0) {
                return null;
            }
            int size = Integer.parseInt(text(at, newline), 16);
            // A chunk is closed by a newline of its own, the last one, of no bytes, too.
            int over = newline + 1 + size + 2;
            if (end < over) {
                return null;
            }
            if (size == 0) {
                start = over;
                return new Answer(status, body.toString());
            }
            body.append(new String(buffer, newline + 1, size, StandardCharsets.UTF_8));
            at = over;
        }
    }

    private int status(int newline) throws IOException {
        if (newline - start < 12) {
            throw new IOException("no HTTP answer: " + text(start, newline));
        }
        return Integer.parseInt(text(start + 9, start + 12));
    }

    private int newline(int from) {
        for (int at = from; at < end; at++) {
            if (buffer[at] == '\n') {
                return at;
            }
        }
        return -1;
    }

    private boolean startsWith(int at, byte[] name) {
        if (end - at < name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            // Of ASCII letters, this makes small ones; the other characters of these names it leaves.
            if ((buffer[at + i] | 0x20) != (name[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private String text(int from, int to) {
        return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1).strip();
    }
}
