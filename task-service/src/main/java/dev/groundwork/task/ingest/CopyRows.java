package dev.groundwork.task.ingest;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/** Rows in PostgreSQL's binary COPY format, gathered into chunks: no escaping here, no parsing of ids there. */
final class CopyRows {

    /** A chunk is handed over when it has grown to this. */
    static final int CHUNK_BYTES = 256 * 1024;

    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final int UUID_OID = 2950;
    private static final int JSONB_VERSION = 1;

    private byte[] bytes = new byte[CHUNK_BYTES + 16 * 1024];
    private int length;

    void begin() {
        append(SIGNATURE, SIGNATURE.length);
        int32(0);
        int32(0);
    }

    void end() {
        int16(-1);
    }

    /**
     * One row of the table that {@link TaskUpload} copies into: row, id, external_id, overlap, media, input, gold, explanation,
     * training.
     */
    void row(
            long number,
            UUID id,
            String externalId,
            int overlap,
            List<UUID> media,
            byte[] input,
            byte @Nullable [] gold,
            @Nullable String explanation,
            boolean training) {
        int16(9);
        int32(Long.BYTES);
        int64(number);
        uuid(id);
        byte[] name = externalId.getBytes(StandardCharsets.UTF_8);
        int32(name.length);
        append(name, name.length);
        int32(Integer.BYTES);
        int32(overlap);
        uuids(media);
        json(input);
        if (gold == null) {
            int32(-1);
        } else {
            json(gold);
        }
        if (explanation == null) {
            int32(-1);
        } else {
            byte[] words = explanation.getBytes(StandardCharsets.UTF_8);
            int32(words.length);
            append(words, words.length);
        }
        int32(1);
        append(new byte[] {(byte) (training ? 1 : 0)}, 1);
    }

    private void json(byte[] document) {
        int32(1 + document.length);
        append(new byte[] {JSONB_VERSION}, 1);
        append(document, document.length);
    }

    boolean isFull() {
        return length >= CHUNK_BYTES;
    }

    /** {@return the bytes gathered so far, which leave this object} */
    byte[] take() {
        byte[] chunk = Arrays.copyOf(bytes, length);
        length = 0;
        return chunk;
    }

    private void uuids(List<UUID> ids) {
        if (ids.isEmpty()) {
            int32(-1);
            return;
        }
        int32(20 + ids.size() * (Integer.BYTES + 16));
        int32(1);
        int32(0);
        int32(UUID_OID);
        int32(ids.size());
        int32(1);
        ids.forEach(this::uuid);
    }

    private void uuid(UUID id) {
        int32(16);
        int64(id.getMostSignificantBits());
        int64(id.getLeastSignificantBits());
    }

    private void int64(long value) {
        int32((int) (value >>> 32));
        int32((int) value);
    }

    private void int32(int value) {
        makeRoomFor(Integer.BYTES);
        bytes[length++] = (byte) (value >>> 24);
        bytes[length++] = (byte) (value >>> 16);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void int16(int value) {
        makeRoomFor(Short.BYTES);
        bytes[length++] = (byte) (value >>> 8);
        bytes[length++] = (byte) value;
    }

    private void append(byte[] source, int count) {
        makeRoomFor(count);
        System.arraycopy(source, 0, bytes, length, count);
        length += count;
    }

    private void makeRoomFor(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }
}
