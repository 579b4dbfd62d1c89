package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;

/** A stream read byte by byte without a call per byte into the network. */
final class ByteSource {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;

    ByteSource(InputStream in) {
        this.in = in;
    }

    /** {@return the next byte, 0 to 255, or -1 at the end} */
    int read() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position++] & 0xff;
    }

    /** {@return the next byte without taking it, or -1 at the end} */
    int peek() throws IOException {
        if (position == limit && !fill()) {
            return -1;
        }
        return buffer[position] & 0xff;
    }

    /** Takes the three bytes that some programs put in front of UTF-8. */
    void skipByteOrderMark() throws IOException {
        if (peek() == 0xef) {
            read();
            read();
            read();
        }
    }

    /**
     * Moves bytes up to the next line feed, or to the end, into {@code line}; takes the line feed itself too.
     *
     * @return whether there was anything to read
     */
    boolean readLine(ByteLine line) throws IOException {
        line.clear();
        boolean any = false;
        while (position < limit || fill()) {
            any = true;
            int from = position;
            while (position < limit && buffer[position] != '\n') {
                position++;
            }
            line.append(buffer, from, position - from);
            if (position < limit) {
                position++;
                return true;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, buffer.length);
        position = 0;
        limit = Math.max(read, 0);
        return read > 0;
    }
}
