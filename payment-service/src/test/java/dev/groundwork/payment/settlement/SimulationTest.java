package dev.groundwork.payment.settlement;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.settlement.Chance.Fault;
import dev.groundwork.payment.settlement.Simulation.Result;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Runs the simulation over many seeds: {@code -Dsimulation.seeds=100000} for more, {@code -Dsimulation.seed=N} for one of them again. Seeds
 * that ever failed are in {@code simulation/corpus.txt} and run every time.
 */
class SimulationTest {

    private static final Logger LOG = Logger.getLogger(SimulationTest.class);

    /** So many see everything that is counted below; in fewer, what is rare may not happen. */
    private static final int ENOUGH = 2_000;

    private static final int SEEDS = Integer.getInteger("simulation.seeds", ENOUGH);

    @Test
    void the_books_hold_and_everything_comes_to_rest_whatever_goes_wrong() {
        Long only = Long.getLong("simulation.seed");
        long[] seeds = only == null
                ? LongStream.concat(corpus(), LongStream.rangeClosed(1, SEEDS)).toArray()
                : new long[] {only};
        Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
        long steps = 0;
        long checks = 0;
        long approvals = 0;
        long payouts = 0;
        long shared = 0;
        long leftOut = 0;
        int longest = 0;
        for (long seed : seeds) {
            Result result = new Simulation(seed).run();
            result.faults().forEach((fault, times) -> faults.merge(fault, times, Integer::sum));
            steps += result.steps();
            checks += result.checks();
            approvals += result.approvals();
            payouts += result.payouts();
            shared += result.postings().shared();
            leftOut += result.postings().leftOut();
            longest = Math.max(longest, result.postings().longest());
        }

        StringBuilder table = new StringBuilder(("%d seeds, %d steps, %d invariants checked, %d approvals, %d payouts,"
                        + " %d postings of several (at most %d), %d left out")
                .formatted(seeds.length, steps, checks, approvals, payouts, shared, longest, leftOut));
        faults.forEach((fault, times) -> table.append("%n  %-24s %,9d".formatted(fault, times)));
        LOG.warn(table);
        if (only == null && SEEDS >= ENOUGH) {
            assertThat(faults).as("every kind of fault was injected").containsOnlyKeys(Fault.values());
            assertThat(approvals).isGreaterThan(seeds.length);
            assertThat(payouts).isGreaterThan(seeds.length / 2);
            assertThat(shared).as("postings that payouts share").isGreaterThan(seeds.length / 4);
            assertThat(longest).as("as long as a posting may be").isEqualTo(Command.MOST_LEGS);
            assertThat(leftOut).as("balances that shrank before the freeze").isPositive();
        }
    }

    @Test
    void a_seed_says_the_same_twice() {
        assertThat(new Simulation(42).run()).isEqualTo(new Simulation(42).run());
    }

    @Test
    void a_database_that_keeps_what_it_should_roll_back_is_found_out() {
        assertThatThrownBy(() -> {
                    for (long seed = 1; seed <= 20; seed++) {
                        new Simulation(seed).losingRollbacks().run();
                    }
                })
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("-Dsimulation.seed=");
    }

    private static LongStream corpus() {
        try (var in = Objects.requireNonNull(SimulationTest.class.getResourceAsStream("/simulation/corpus.txt"))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return lines.stream()
                    .map(line -> line.replaceAll("#.*", "").strip())
                    .filter(line -> !line.isEmpty())
                    .mapToLong(Long::parseLong);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
