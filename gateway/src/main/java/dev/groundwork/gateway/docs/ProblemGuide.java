package dev.groundwork.gateway.docs;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;

import jakarta.inject.Singleton;

import dev.groundwork.kit.problem.NotFound;

/** What the codes of problem documents mean: docs/api/problems.md, which travels with the gateway. */
@Singleton
class ProblemGuide {

    static final String SOURCE = "/docs/problems.md";

    private static final Pattern ROW =
            Pattern.compile("\\| `([a-z0-9-]+)` \\| (\\d{3}(?:, \\d{3})*) \\| (.+?) \\| (.+?) \\|");

    private final Map<String, Explanation> explanations = read();

    /** @throws NotFound {@code problem-not-found} */
    Explanation explain(String code) {
        var explanation = explanations.get(code);
        if (explanation == null) {
            throw new NotFound("problem", code);
        }
        return explanation;
    }

    /** {@return every code that is explained} */
    Map<String, Explanation> all() {
        return Map.copyOf(explanations);
    }

    private static Map<String, Explanation> read() {
        var explanations = new TreeMap<String, Explanation>();
        try (var source = Objects.requireNonNull(
                        ProblemGuide.class.getResourceAsStream(SOURCE), "the gateway was packaged without " + SOURCE);
                var lines = new BufferedReader(new InputStreamReader(source, StandardCharsets.UTF_8))) {
            lines.lines().forEach(line -> {
                var row = ROW.matcher(line);
                if (row.matches()) {
                    explanations.put(
                            row.group(1), new Explanation(row.group(1), row.group(2), row.group(3), row.group(4)));
                }
            });
            return explanations;
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /**
     * @param status the HTTP status that the code comes with; several where it depends, separated by commas
     * @param meaning what happened
     * @param remedy what to do
     */
    record Explanation(String code, String status, String meaning, String remedy) {}
}
