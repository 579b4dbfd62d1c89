package dev.groundwork.task.export.parquet;

import java.util.List;

/** A column of a Parquet file, or a group of columns; every one may be absent in a row. */
public sealed interface Field {

    /** {@return what readers call it} */
    String name();

    /** {@return the same field under another name} */
    Field named(String other);

    /** What a leaf holds. */
    enum Type {
        TEXT,
        BOOLEAN,
        INTEGER,
        NUMBER,
        /** A point in time in UTC, to the microsecond; given as an ISO 8601 text. */
        INSTANT
    }

    /** A single value. */
    record Leaf(String name, Type type) implements Field {

        @Override
        public Leaf named(String other) {
            return new Leaf(other, type);
        }
    }

    /** Named fields that belong together. */
    record Struct(String name, List<Field> fields) implements Field {

        public Struct {
            fields = List.copyOf(fields);
            if (fields.isEmpty()) {
                throw new IllegalArgumentException("Parquet has no group without fields: " + name);
            }
        }

        @Override
        public Struct named(String other) {
            return new Struct(other, fields);
        }
    }

    /** Any number of values of one kind, in order. */
    record Many(String name, Field element) implements Field {

        public Many {
            // The name that the format asks for.
            element = element.named("element");
        }

        @Override
        public Many named(String other) {
            return new Many(other, element);
        }
    }

    static Field text(String name) {
        return new Leaf(name, Type.TEXT);
    }

    static Field truth(String name) {
        return new Leaf(name, Type.BOOLEAN);
    }

    static Field integer(String name) {
        return new Leaf(name, Type.INTEGER);
    }

    static Field number(String name) {
        return new Leaf(name, Type.NUMBER);
    }

    static Field instant(String name) {
        return new Leaf(name, Type.INSTANT);
    }

    static Field many(String name, Field element) {
        return new Many(name, element);
    }

    static Field struct(String name, List<Field> fields) {
        return new Struct(name, fields);
    }
}
