package dev.groundwork.truth.answer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import static dev.groundwork.truth.answer.Entries.at;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** A set of recorded answers beside the project; a test that needs one is skipped where it is not there. */
public final class CrowdSet {

    private final Path folder;

    private CrowdSet(Path folder) {
        this.folder = folder;
    }

    public static CrowdSet named(String name) {
        var folder = Path.of(System.getProperty("groundwork.root", ".."))
                .resolve("../shared/data/crowd")
                .resolve(name)
                .normalize();
        assumeTrue(Files.isDirectory(folder), () -> "the recorded answers are not at " + folder);
        return new CrowdSet(folder);
    }

    public Answers<String> answers() throws IOException {
        return Answers.of(rows("answers.csv").stream()
                .map(row -> new Answer<>(at(row, "task"), at(row, "worker"), at(row, "label")))
                .toList());
    }

    public Map<String, String> truth() throws IOException {
        var truth = new LinkedHashMap<String, String>();
        rows("truth.csv").forEach(row -> truth.put(at(row, "task"), at(row, "label")));
        return truth;
    }

    public List<Map<String, String>> rows(String file) throws IOException {
        var lines = Files.readAllLines(folder.resolve(file));
        var header = cells(lines.getFirst());
        var rows = new ArrayList<Map<String, String>>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = cells(line);
            var row = new LinkedHashMap<String, String>();
            for (int i = 0; i < header.size(); i++) {
                row.put(header.get(i), cells.get(i));
            }
            rows.add(row);
        }
        return rows;
    }

    /** One record a line; a quoted cell may hold commas and doubled quotes. */
    private static List<String> cells(String line) {
        var cells = new ArrayList<String>();
        var cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char letter = line.charAt(i);
            if (letter == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                cell.append(letter);
                i++;
            } else if (letter == '"') {
                quoted = !quoted;
            } else if (letter == ',' && !quoted) {
                cells.add(cell.toString());
                cell.setLength(0);
            } else {
                cell.append(letter);
            }
        }
        cells.add(cell.toString());
        return cells;
    }
}
