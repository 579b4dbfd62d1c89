package dev.groundwork.task.ingest;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of one row or one cell: grows up to a limit, beyond which it only counts. */
final class ByteLine {

    private final int mostBytes;
    private byte[] bytes = new byte[1024];
    private int length;
    private boolean tooLong;

    ByteLine(int mostBytes) {
        this.mostBytes = mostBytes;
    }

    void clear() {
        length = 0;
        tooLong = false;
        if (bytes.length > 64 * 1024) {
            // One huge row must not cost its memory for the rest of the upload.
            bytes = new byte[1024];
        }
    }

    void append(byte[] source, int from, int count) {
        if (tooLong || !hasRoomFor(count)) {
            return;
        }
        System.arraycopy(source, from, bytes, length, count);
        length += count;
    }

    void append(int value) {
        if (tooLong || !hasRoomFor(1)) {
            return;
        }
        bytes[length++] = (byte) value;
    }

    private boolean hasRoomFor(int count) {
        if (length + count > mostBytes) {
            tooLong = true;
            return false;
        }
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.min(mostBytes, Math.max(bytes.length * 2, length + count)));
        }
        return true;
    }

    boolean isTooLong() {
        return tooLong;
    }

    boolean isBlank() {
        for (int i = 0; i < length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
                return false;
            }
        }
        return true;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /**
     * The bytes as text.
     *
     * @throws CharacterCodingException when they are not UTF-8
     */
    String text() throws CharacterCodingException {
        String text = new String(bytes, 0, length, StandardCharsets.UTF_8);
        if (text.indexOf('\ufffd') >= 0) {
            // The replacement character is rare enough to look twice: it may stand there in its own right.
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        }
        return text;
    }
}
