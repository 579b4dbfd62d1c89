package dev.groundwork.task.export.parquet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Structures in Thrift's compact protocol, which the headers and the footer of a Parquet file are written in. */
final class Thrift {

    private static final int TRUE = 1;
    private static final int FALSE = 2;
    private static final int I16 = 4;
    private static final int I32 = 5;
    private static final int I64 = 6;
    private static final int BINARY = 8;
    private static final int LIST = 9;
    private static final int STRUCT = 12;
    private static final int SHORT_LIST = 15;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final int[] lastField = new int[16];
    private int depth;

    /** Writes the members of a structure. */
    interface Members {
        void write(Thrift thrift);
    }

    /** {@return one structure} */
    static byte[] struct(Members members) {
        var thrift = new Thrift();
        members.write(thrift);
        thrift.out.write(0);
        return thrift.out.toByteArray();
    }

    Thrift i32(int field, int value) {
        header(field, I32);
        zigzag(value);
        return this;
    }

    Thrift i64(int field, long value) {
        header(field, I64);
        zigzag(value);
        return this;
    }

    Thrift i16(int field, int value) {
        header(field, I16);
        zigzag(value);
        return this;
    }

    Thrift bool(int field, boolean value) {
        header(field, value ? TRUE : FALSE);
        return this;
    }

    Thrift text(int field, String value) {
        header(field, BINARY);
        binary(value);
        return this;
    }

    Thrift struct(int field, Members members) {
        header(field, STRUCT);
        nested(members);
        return this;
    }

    Thrift structs(int field, Iterable<? extends Members> items, int size) {
        header(field, LIST);
        listHeader(size, STRUCT);
        items.forEach(this::nested);
        return this;
    }

    Thrift texts(int field, Iterable<String> items, int size) {
        header(field, LIST);
        listHeader(size, BINARY);
        items.forEach(this::binary);
        return this;
    }

    Thrift i32s(int field, int... items) {
        header(field, LIST);
        listHeader(items.length, I32);
        for (int item : items) {
            zigzag(item);
        }
        return this;
    }

    private void nested(Members members) {
        depth++;
        lastField[depth] = 0;
        members.write(this);
        out.write(0);
        depth--;
    }

    /** A field says how far it is from the one before. */
    private void header(int field, int type) {
        out.write((field - lastField[depth]) << 4 | type);
        lastField[depth] = field;
    }

    private void listHeader(int size, int type) {
        if (size < SHORT_LIST) {
            out.write(size << 4 | type);
        } else {
            out.write(0xf0 | type);
            varint(size);
        }
    }

    private void binary(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        varint(bytes.length);
        out.writeBytes(bytes);
    }

    private void zigzag(long value) {
        varint(value << 1 ^ value >> 63);
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
