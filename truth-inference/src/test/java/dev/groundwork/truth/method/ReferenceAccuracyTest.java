package dev.groundwork.truth.method;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.stream.Stream;

import dev.groundwork.truth.Accuracy;
import dev.groundwork.truth.RecordedCrowd;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Every method, on every recorded crowd, is as accurate as its reference. */
class ReferenceAccuracyTest {

    private static final double CLOSE = 0.002;
    private static final double LESS_CLOSE = 0.005;

    /**
     * MACE does not settle on this set of three answers a task and rare positives: from the 20th to the 100th pass its
     * bound rises by less than 1e-3 of itself a pass while 2 % of the labels change, so that its accuracy, 0.816 to 0.835,
     * depends on where one stops; the reference stopped elsewhere.
     */
    private static final double UNSETTLED = 0.01;

    /** Names of the methods in the table of references. */
    private static final Map<String, String> IN_TABLE = Map.of(
            "majority", "MajorityVote",
            "wawa", "Wawa",
            "zero-based-skill", "ZeroBasedSkill",
            "one-coin", "OneCoinUniformPrior",
            "dawid-skene", "DawidSkene",
            "dawid-skene-map", "DawidSkeneMAP",
            "ibcc", "IBCCvb",
            "glad", "GLAD",
            "mace", "MACEvb");

    static Stream<String> sets() {
        return RecordedCrowd.WITH_TRUTH.stream();
    }

    @ParameterizedTest
    @MethodSource("sets")
    void every_method_is_as_accurate_as_its_reference(String set) throws IOException {
        var crowd = RecordedCrowd.read(set);
        var table = Files.readAllLines(RecordedCrowd.file("reference-accuracy.csv"));

        for (var method : Methods.all()) {
            var name = IN_TABLE.get(method.name());
            if (name != null) {
                var accuracy = Accuracy.of(method.infer(crowd.labels()), crowd.truth());

                assertThat(accuracy.fractional())
                        .as("%s on %s", method.name(), set)
                        .isCloseTo(reference(table, set, name), within(closeness(set, name)));
            }
        }
    }

    private static double closeness(String set, String method) {
        return switch (method) {
            case "GLAD" -> LESS_CLOSE;
            case "MACEvb" -> set.equals("binary-product") ? UNSETTLED : LESS_CLOSE;
            default -> CLOSE;
        };
    }

    private static double reference(Iterable<String> table, String set, String method) {
        for (var row : table) {
            var cells = row.split(",", -1);
            if (cells[0].equals(set) && cells[1].equals(method) && cells[3].equals("fractional")) {
                return Double.parseDouble(cells[2]);
            }
        }
        throw new AssertionError("no reference for %s on %s".formatted(method, set));
    }
}
