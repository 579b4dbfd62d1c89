package dev.groundwork.task.export.parquet;

import java.util.List;

/** The pages of one column in one group of rows, and what the footer says of them. */
@SuppressWarnings("ArrayRecordComponent") // never compared as a record
record Chunk(
        List<String> path,
        Field.Type type,
        Codec codec,
        long values,
        long plainBytes,
        long bytes,
        long offset,
        byte[] pages) {

    private static final int PLAIN = 0;
    private static final int RLE = 3;

    /** {@return the same without its pages, which are written} */
    Chunk written() {
        return new Chunk(path, type, codec, values, plainBytes, bytes, offset, new byte[0]);
    }

    void describe(Thrift chunk) {
        chunk.i64(2, offset).struct(3, data -> data.i32(1, physicalType(type))
                .i32s(2, PLAIN, RLE)
                .texts(3, path, path.size())
                .i32(4, codec.code())
                .i64(5, values)
                .i64(6, plainBytes)
                .i64(7, bytes)
                .i64(9, offset));
    }

    static int physicalType(Field.Type type) {
        return switch (type) {
            case BOOLEAN -> 0;
            case INTEGER, INSTANT -> 2;
            case NUMBER -> 5;
            case TEXT -> 6;
        };
    }
}
