package dev.groundwork.task.ingest;

import dev.groundwork.task.spec.InputField.CellType;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/** The text of a table cell as the JSON value that the input schema asks for, for tables that are not ours. */
public final class CellValues {

    private CellValues() {}

    /** {@return the value; null when the text is none of the type} */
    public static @Nullable JsonNode of(String text, CellType type) {
        return CsvRows.valueOf(text, type);
    }

    /** {@return what a cell of the type holds, as a phrase} */
    public static String inWords(CellType type) {
        return CsvRows.inWords(type);
    }
}
