package dev.groundwork.payment.sheet;

import java.util.List;

/**
 * A statement or invoice as people and programs read it: the one model of its CSV and its PDF. It holds nothing of the moment at which it
 * is made.
 *
 * @param facts about the whole, in their order; the CSV leaves them out
 * @param rows as many cells each as there are columns
 */
public record Sheet(String title, List<Fact> facts, List<Column> columns, List<List<String>> rows) {

    /** Something about the whole. */
    public record Fact(String name, String value) {}

    /**
     * @param width share of the page's width
     * @param number whether its cells stand to the right
     */
    public record Column(String name, int width, boolean number) {}

    public Sheet {
        facts = List.copyOf(facts);
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<String> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "a row of " + row.size() + " cells in " + columns.size() + " columns");
            }
        }
    }
}
