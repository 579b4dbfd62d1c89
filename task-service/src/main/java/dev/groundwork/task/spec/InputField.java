package dev.groundwork.task.spec;

/**
 * One declared property of a task's input.
 *
 * @param type how a CSV cell of this property is read
 * @param media whether the property names a medium: {@code media:<id>} or an https URL
 */
public record InputField(String name, CellType type, boolean media) {

    /** How the text of a table cell becomes a JSON value. */
    public enum CellType {
        TEXT,
        NUMBER,
        BOOLEAN,
        /** The cell holds JSON: an object, an array, or a property that allows several types. */
        JSON
    }
}
