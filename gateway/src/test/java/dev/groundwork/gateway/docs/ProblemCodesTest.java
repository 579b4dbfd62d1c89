package dev.groundwork.gateway.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Holds docs/api/problems.md against the codes in the sources of every module. */
class ProblemCodesTest {

    private static final Map<String, String> STATUS_OF = Map.of(
            "InvalidRequest", "400",
            "NotAllowed", "403",
            "NotFound", "404",
            "RuleViolation", "409",
            "TooLarge", "413",
            "UnsupportedMedia", "415",
            "Unprocessable", "422",
            "Locked", "423",
            "UnderWay", "409",
            "TryLater", "503");

    private static final String CODE = "\"([a-z0-9]+(?:-[a-z0-9]+)*)\"";

    /** {@code new RuleViolation("job-not-draft"} */
    private static final Pattern REFUSAL =
            Pattern.compile("new (" + String.join("|", STATUS_OF.keySet()) + ")\\(\\s*" + CODE);

    /** {@code new Problem(404, "no-such-path"}; a status that is no number stands in a switch over it. */
    private static final Pattern PROBLEM = Pattern.compile("new (?:Problem|Refusal)\\(\\s*(\\d{3}),\\s*" + CODE);

    private static final Pattern PROBLEM_OF_STATUS =
            Pattern.compile("case (\\d{3}) ->\\s*new Problem\\(status,\\s*" + CODE);

    private static final Pattern TEXT = Pattern.compile(CODE);

    @Test
    void every_code_in_the_sources_is_explained_with_its_status() throws IOException {
        var guide = new ProblemGuide().all();
        var faults = new TreeSet<String>();
        inSources((file, code, status) -> {
            var explanation = guide.get(code);
            if (explanation == null) {
                faults.add(code + " (" + status + ") of " + file + " is missing");
            } else if (!explanation.status().contains(status)) {
                faults.add(code + " is " + status + " in " + file + ", not " + explanation.status());
            }
        });

        assertThat(faults).as("docs/api/problems.md").isEmpty();
    }

    @Test
    void every_explained_code_is_in_the_sources() throws IOException {
        Set<String> said = new TreeSet<>();
        inSources((file, code, status) -> said.add(code));
        for (var source : sources()) {
            TEXT.matcher(Files.readString(source)).results().forEach(text -> said.add(text.group(1)));
        }

        assertThat(said).containsAll(new TreeMap<>(new ProblemGuide().all()).keySet());
    }

    @Test
    void the_sources_are_looked_at() throws IOException {
        Set<String> said = new TreeSet<>();
        inSources((file, code, status) -> said.add(code + " " + status));

        assertThat(said).contains("job-not-found 404", "no-such-path 404", "service-timeout 504", "username-taken 409");
    }

    private static void inSources(Found found) throws IOException {
        for (var source : sources()) {
            var text = Files.readString(source);
            var file = source.getFileName().toString();
            REFUSAL.matcher(text).results().forEach(match -> {
                boolean notFound = match.group(1).equals("NotFound");
                found.code(
                        file,
                        match.group(2) + (notFound ? "-not-found" : ""),
                        Objects.requireNonNull(STATUS_OF.get(match.group(1))));
            });
            PROBLEM.matcher(text).results().forEach(match -> found.code(file, match.group(2), match.group(1)));
            PROBLEM_OF_STATUS
                    .matcher(text)
                    .results()
                    .forEach(match -> found.code(file, match.group(2), match.group(1)));
        }
    }

    private static Iterable<Path> sources() throws IOException {
        var root = Path.of(System.getProperty("groundwork.root"));
        var all = new TreeSet<Path>();
        for (var module :
                new String[] {"service-kit", "task-service", "worker-service", "payment-service", "gateway"}) {
            try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(all::add);
            }
        }
        return all;
    }

    private interface Found {
        void code(String file, String code, String status);
    }
}
