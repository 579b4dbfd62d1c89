package dev.groundwork.task.export.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The values of one leaf, gathered page by page. A value comes with two levels: at which list it is a further item
 * (repetition), and how many of its optional ancestors are there (definition).
 */
final class Column {

    private static final int PAGE_BYTES = 512 * 1024;
    private static final int DATA_PAGE = 0;
    private static final int PLAIN = 0;
    private static final int RLE = 3;

    private final List<String> path;
    private final Field.Type type;
    private final int mostDefinition;
    private final int mostRepetition;
    private final Codec codec;

    private final ByteArrayOutputStream values = new ByteArrayOutputStream();
    private byte[] definitions = new byte[1024];
    private byte[] repetitions = new byte[1024];
    private int levels;
    private int bits;
    private int bitCount;

    private final ByteArrayOutputStream pages = new ByteArrayOutputStream();
    private long valueCount;
    private long plainBytes;

    Column(List<String> path, Field.Type type, int mostDefinition, int mostRepetition, Codec codec) {
        this.path = List.copyOf(path);
        this.type = type;
        this.mostDefinition = mostDefinition;
        this.mostRepetition = mostRepetition;
        this.codec = codec;
    }

    void addAbsent(int repetition, int definition) {
        addLevels(repetition, definition);
    }

    void add(JsonNode value, int repetition) {
        addLevels(repetition, mostDefinition);
        switch (type) {
            case TEXT -> {
                byte[] text =
                        (value.isTextual() ? value.textValue() : value.toString()).getBytes(StandardCharsets.UTF_8);
                values.writeBytes(
                        littleEndian(Integer.BYTES).putInt(text.length).array());
                values.writeBytes(text);
            }
            case BOOLEAN -> addBit(value.booleanValue());
            case INTEGER -> addLong(value.longValue());
            case NUMBER ->
                values.writeBytes(littleEndian(Double.BYTES)
                        .putDouble(value.doubleValue())
                        .array());
            case INSTANT -> addLong(ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.textValue())));
        }
    }

    /** Ends the page when it has grown large enough; only between rows. */
    void endRow() {
        if (values.size() >= PAGE_BYTES || levels >= PAGE_BYTES) {
            endPage();
        }
    }

    /** {@return bytes in memory} */
    long size() {
        return (long) pages.size() + values.size() + levels;
    }

    void endPage() {
        if (levels == 0) {
            return;
        }
        var body = new ByteArrayOutputStream(values.size() + 1024);
        if (mostRepetition > 0) {
            writeLevels(repetitions, mostRepetition, body);
        }
        writeLevels(definitions, mostDefinition, body);
        if (bitCount > 0) {
            values.write(bits);
            bits = 0;
            bitCount = 0;
        }
        body.writeBytes(values.toByteArray());
        byte[] plain = body.toByteArray();
        byte[] compressed = codec.compress(plain);
        int count = levels;
        byte[] header = Thrift.struct(page -> page.i32(1, DATA_PAGE)
                .i32(2, plain.length)
                .i32(3, compressed.length)
                .struct(5, data -> data.i32(1, count).i32(2, PLAIN).i32(3, RLE).i32(4, RLE)));
        pages.writeBytes(header);
        pages.writeBytes(compressed);
        valueCount += levels;
        plainBytes += (long) header.length + plain.length;
        values.reset();
        levels = 0;
    }

    /** Hands over the pages of the chunk and begins another; {@link #endPage} first. */
    Chunk endChunk(long offset) {
        var chunk = new Chunk(path, type, codec, valueCount, plainBytes, pages.size(), offset, pages.toByteArray());
        pages.reset();
        valueCount = 0;
        plainBytes = 0;
        return chunk;
    }

    /** A run of equal levels is its length and the level. */
    private void writeLevels(byte[] all, int most, ByteArrayOutputStream body) {
        var runs = new ByteArrayOutputStream();
        int from = 0;
        while (from < levels) {
            int to = from + 1;
            while (to < levels && all[to] == all[from]) {
                to++;
            }
            int header = (to - from) << 1;
            while ((header & ~0x7f) != 0) {
                runs.write((header & 0x7f) | 0x80);
                header >>>= 7;
            }
            runs.write(header);
            runs.write(all[from]);
            from = to;
        }
        assert most < 256 : "a level is one byte";
        body.writeBytes(littleEndian(Integer.BYTES).putInt(runs.size()).array());
        body.writeBytes(runs.toByteArray());
    }

    private void addLevels(int repetition, int definition) {
        if (levels == definitions.length) {
            definitions = Arrays.copyOf(definitions, levels * 2);
            repetitions = Arrays.copyOf(repetitions, levels * 2);
        }
        definitions[levels] = (byte) definition;
        repetitions[levels] = (byte) repetition;
        levels++;
    }

    /** Eight truths to a byte, the first in the lowest bit. */
    private void addBit(boolean value) {
        if (value) {
            bits |= 1 << bitCount;
        }
        bitCount++;
        if (bitCount == 8) {
            values.write(bits);
            bits = 0;
            bitCount = 0;
        }
    }

    private void addLong(long value) {
        values.writeBytes(littleEndian(Long.BYTES).putLong(value).array());
    }

    private static ByteBuffer littleEndian(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
