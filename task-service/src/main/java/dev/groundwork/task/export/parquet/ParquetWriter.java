package dev.groundwork.task.export.parquet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.task.export.parquet.Field.Leaf;
import dev.groundwork.task.export.parquet.Field.Many;
import dev.groundwork.task.export.parquet.Field.Struct;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/**
 * Writes JSON objects as the rows of a Parquet file: one pass, a bounded part of it in memory, and the same bytes for
 * the same rows. What a row has and the fields do not name is left out.
 */
public final class ParquetWriter {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final String CREATED_BY = "groundwork";
    private static final int GROUP_BYTES = 8 * 1024 * 1024;

    private static final int OPTIONAL = 1;
    private static final int REPEATED = 2;
    private static final int UTF8 = 0;
    private static final int LIST = 3;
    private static final int TIMESTAMP_MICROS = 10;

    private final OutputStream out;
    private final List<Field> fields;
    private final List<Column> columns = new ArrayList<>();
    private final List<Node> roots = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();
    private long position;
    private long rows;
    private long groupRows;

    /** A field with the columns of all leaves below it. */
    private record Node(Field field, List<Column> leaves, List<Node> children, int repetition) {}

    private record Group(List<Chunk> chunks, long rows) {}

    /** @param out is not closed */
    public ParquetWriter(OutputStream out, List<Field> fields, Codec codec) throws IOException {
        this.out = out;
        this.fields = List.copyOf(fields);
        for (Field field : this.fields) {
            roots.add(nodeOf(field, List.of(), 0, 0, codec));
        }
        write(MAGIC);
    }

    private Node nodeOf(Field field, List<String> above, int definition, int repetition, Codec codec) {
        var path = new ArrayList<>(above);
        path.add(field.name());
        return switch (field) {
            case Leaf leaf -> {
                var column = new Column(path, leaf.type(), definition + 1, repetition, codec);
                columns.add(column);
                yield new Node(field, List.of(column), List.of(), repetition);
            }
            case Struct struct -> {
                var children = new ArrayList<Node>();
                var leaves = new ArrayList<Column>();
                for (Field child : struct.fields()) {
                    Node node = nodeOf(child, path, definition + 1, repetition, codec);
                    children.add(node);
                    leaves.addAll(node.leaves());
                }
                yield new Node(field, leaves, children, repetition);
            }
            case Many many -> {
                path.add("list");
                Node element = nodeOf(many.element(), path, definition + 2, repetition + 1, codec);
                yield new Node(field, element.leaves(), List.of(element), repetition + 1);
            }
        };
    }

    /** Adds a row. */
    public void row(JsonNode row) throws IOException {
        for (Node root : roots) {
            add(root, row.path(root.field().name()), 0, 0);
        }
        rows++;
        groupRows++;
        long size = 0;
        for (Column column : columns) {
            column.endRow();
            size += column.size();
        }
        if (size >= GROUP_BYTES) {
            endGroup();
        }
    }

    private static void add(Node node, JsonNode value, int repetition, int definition) {
        if (value.isMissingNode() || value.isNull()) {
            absent(node, repetition, definition);
            return;
        }
        switch (node.field()) {
            case Leaf ignored -> node.leaves().getFirst().add(value, repetition);
            case Struct ignored -> {
                for (Node child : node.children()) {
                    add(child, value.path(child.field().name()), repetition, definition + 1);
                }
            }
            case Many ignored -> {
                if (value.isEmpty()) {
                    absent(node, repetition, definition + 1);
                    return;
                }
                Node element = node.children().getFirst();
                int at = repetition;
                for (JsonNode item : value) {
                    add(element, item == null ? MissingNode.getInstance() : item, at, definition + 2);
                    at = node.repetition();
                }
            }
        }
    }

    private static void absent(Node node, int repetition, int definition) {
        for (Column leaf : node.leaves()) {
            leaf.addAbsent(repetition, definition);
        }
    }

    private void endGroup() throws IOException {
        if (groupRows == 0) {
            return;
        }
        var chunks = new ArrayList<Chunk>();
        for (Column column : columns) {
            column.endPage();
            Chunk chunk = column.endChunk(position);
            write(chunk.pages());
            chunks.add(chunk.written());
        }
        groups.add(new Group(List.copyOf(chunks), groupRows));
        groupRows = 0;
    }

    /** Writes what is left and the footer. */
    public void finish() throws IOException {
        endGroup();
        var schema = new ArrayList<Thrift.Members>();
        schema.add(root -> root.text(4, "row").i32(5, fields.size()));
        fields.forEach(field -> describe(field, schema));
        byte[] footer = Thrift.struct(file -> file.i32(1, 2)
                .structs(2, schema, schema.size())
                .i64(3, rows)
                .structs(
                        4,
                        groups.stream()
                                .<Thrift.Members>map(group -> members -> describe(group, members))
                                .toList(),
                        groups.size())
                .text(6, CREATED_BY));
        write(footer);
        write(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(footer.length)
                .array());
        write(MAGIC);
        out.flush();
    }

    private static void describe(Group group, Thrift members) {
        long plain = 0;
        long compressed = 0;
        for (Chunk chunk : group.chunks()) {
            plain += chunk.plainBytes();
            compressed += chunk.bytes();
        }
        members.structs(
                        1,
                        group.chunks().stream()
                                .<Thrift.Members>map(chunk -> chunk::describe)
                                .toList(),
                        group.chunks().size())
                .i64(2, plain)
                .i64(3, group.rows())
                .i64(5, group.chunks().getFirst().offset())
                .i64(6, compressed);
    }

    private static void describe(Field field, List<Thrift.Members> schema) {
        switch (field) {
            case Leaf leaf -> schema.add(element -> describe(leaf, element));
            case Struct struct -> {
                schema.add(element -> element.i32(3, OPTIONAL)
                        .text(4, struct.name())
                        .i32(5, struct.fields().size()));
                struct.fields().forEach(child -> describe(child, schema));
            }
            case Many many -> {
                schema.add(element -> element.i32(3, OPTIONAL)
                        .text(4, many.name())
                        .i32(5, 1)
                        .i32(6, LIST)
                        .struct(10, logical -> logical.struct(3, nothing -> {})));
                schema.add(element -> element.i32(3, REPEATED).text(4, "list").i32(5, 1));
                describe(many.element(), schema);
            }
        }
    }

    private static void describe(Leaf leaf, Thrift element) {
        element.i32(1, Chunk.physicalType(leaf.type())).i32(3, OPTIONAL).text(4, leaf.name());
        if (leaf.type() == Field.Type.TEXT) {
            element.i32(6, UTF8).struct(10, logical -> logical.struct(1, nothing -> {}));
        } else if (leaf.type() == Field.Type.INSTANT) {
            element.i32(6, TIMESTAMP_MICROS)
                    .struct(
                            10,
                            logical -> logical.struct(8, timestamp -> timestamp
                                    .bool(1, true)
                                    .struct(2, unit -> unit.struct(2, nothing -> {}))));
        }
    }

    private void write(byte[] bytes) throws IOException {
        out.write(bytes);
        position += bytes.length;
    }
}
