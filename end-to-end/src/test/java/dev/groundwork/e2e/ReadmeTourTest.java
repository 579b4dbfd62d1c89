package dev.groundwork.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.groundwork.local.Marketplace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.hamcrest.Matchers.equalTo;

/** The five minutes with curl of the README, line by line as they stand there. */
@ExtendWith(SharedMarketplace.class)
class ReadmeTourTest {

    private static final Path README = Path.of("..", "README.md");

    private static final Pattern BLOCK = Pattern.compile("^```bash\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** Machines that run tests are slower than people who read. */
    private static final int PATIENCE = 5;

    private final Marketplace marketplace;

    @TempDir
    Path folder;

    ReadmeTourTest(Marketplace marketplace) {
        this.marketplace = marketplace;
    }

    @Test
    void goes_from_a_deposit_to_money_on_a_worker_s_account() throws IOException, InterruptedException {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/curl")))
                .as("the tour needs curl")
                .isTrue();
        // Somebody new: the demo's worker may have changed where she is paid in another test, and that would rest.
        Person wanda = Person.registered(marketplace);
        knows("wanda", wanda);
        for (String name : List.of("rita", "mia", "carl")) {
            knows(name, Person.demo(marketplace, name));
        }
        String launcher = Files.writeString(folder.resolve("groundwork"), "#!/bin/sh\ncat \"tokens/$2\"\n")
                .toString();
        assertThat(Path.of(launcher).toFile().setExecutable(true)).isTrue();
        Path said = folder.resolve("said");

        Process tour = new ProcessBuilder("bash", "-euo", "pipefail", "-c", tour())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            assertThat(tour.waitFor(3, TimeUnit.MINUTES)).isTrue();
        } finally {
            tour.destroyForcibly();
        }

        String all = Files.readString(said);
        assertThat(tour.exitValue()).as(all).isZero();
        // No answer on the way is a problem document.
        assertThat(all).doesNotContain("\"code\":").contains("\"value\":\"happy\"");
        assertThat(folder.resolve("payout.xml"))
                .content(StandardCharsets.UTF_8)
                .contains("pain.001.001.09", "Wanda Puig");
        wanda.with()
                .get("/v1/earnings")
                .then()
                .body("balances[0].paidOut.amount", equalTo("0.05"))
                .body("balances[0].payable.amount", equalTo("0.00"));
    }

    private void knows(String name, Person person) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("tokens")).resolve(name), person.token());
    }

    /** The lines of the README, at the address of this marketplace. */
    private String tour() throws IOException {
        String text = Files.readString(README);
        String lines = BLOCK.matcher(text.substring(text.indexOf("## Five minutes with curl")))
                .results()
                .map(block -> block.group(1))
                .collect(Collectors.joining());
        assertThat(lines).contains("api=http://localhost:8080/v1", "sleep ");
        return lines.replace(
                        "http://localhost:8080", marketplace.urls().gateway().toString())
                .replace("sleep ", "sleep " + PATIENCE + "; sleep ");
    }
}
