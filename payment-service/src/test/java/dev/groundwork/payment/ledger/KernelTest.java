package dev.groundwork.payment.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.Kernel.Hold;
import dev.groundwork.payment.ledger.Kernel.Instruction;
import dev.groundwork.payment.ledger.Kernel.Outcome;
import dev.groundwork.payment.ledger.Kernel.Step;
import dev.groundwork.payment.ledger.Kernel.Verdict;
import dev.groundwork.payment.ledger.Leg.Phase;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class KernelTest {

    private static final int CASH = 0;
    private static final int AVAILABLE = 1;
    private static final int ESCROW = 2;
    private static final int PAYABLE = 3;

    private static final List<Balance> EMPTY = List.of(
            Balance.empty(Purpose.CASH),
            Balance.empty(Purpose.AVAILABLE),
            Balance.empty(Purpose.ESCROW),
            Balance.empty(Purpose.PAYABLE));

    @Nested
    class OneByOne {

        @Test
        void money_moves_from_the_debit_to_the_credit_side() {
            Outcome outcome = apply(EMPTY, single("fund", CASH, AVAILABLE, 500));

            assertThat(refusals(outcome)).containsExactly("posted");
            assertThat(outcome.balances().get(CASH).posted()).isEqualTo(500);
            assertThat(outcome.balances().get(AVAILABLE).available()).isEqualTo(500);
        }

        @Test
        void an_account_with_a_floor_pays_no_more_than_it_has_and_the_rest_of_the_batch_goes_on() {
            Outcome outcome = apply(
                    EMPTY,
                    single("a", CASH, AVAILABLE, 100),
                    single("b", AVAILABLE, ESCROW, 101),
                    single("c", AVAILABLE, ESCROW, 100));

            assertThat(refusals(outcome)).containsExactly("posted", "insufficient-funds", "posted");
            assertThat(outcome.balances().get(ESCROW).available()).isEqualTo(100);
        }

        @Test
        void a_refused_group_leaves_no_leg_behind() {
            var group = new Instruction("g", List.of(step(CASH, AVAILABLE, 70), step(ESCROW, PAYABLE, 1)));

            Outcome outcome = apply(EMPTY, group);

            assertThat(refusals(outcome)).containsExactly("insufficient-funds");
            assertThat(outcome.balances()).isEqualTo(EMPTY);
        }

        @Test
        void the_same_business_happens_once() {
            Outcome outcome = apply(EMPTY, single("once", CASH, AVAILABLE, 5), single("once", CASH, AVAILABLE, 5));

            assertThat(refusals(outcome)).containsExactly("posted", "already-posted");
            assertThat(Kernel.apply(EMPTY, List.of(), Set.of("once"), List.of(single("once", CASH, AVAILABLE, 5)))
                            .balances())
                    .isEqualTo(EMPTY);
        }

        @Test
        void a_refusal_does_not_use_up_the_business_key() {
            Outcome outcome = apply(
                    EMPTY,
                    single("pay", AVAILABLE, ESCROW, 5),
                    single("fund", CASH, AVAILABLE, 5),
                    single("pay", AVAILABLE, ESCROW, 5));

            assertThat(refusals(outcome)).containsExactly("insufficient-funds", "posted", "posted");
        }

        @Test
        void an_overflow_is_refused_and_changes_nothing() {
            Outcome outcome =
                    apply(EMPTY, single("a", CASH, AVAILABLE, Long.MAX_VALUE), single("b", CASH, AVAILABLE, 1));

            assertThat(refusals(outcome)).containsExactly("posted", "amount-overflow");
            assertThat(outcome.balances().get(AVAILABLE).posted()).isEqualTo(Long.MAX_VALUE);
        }

        @Test
        void a_sweep_takes_all_that_is_there_and_nothing_from_nothing() {
            var sweep =
                    new Instruction("s", List.of(new Step(AVAILABLE, ESCROW, Long.MAX_VALUE, Phase.SINGLE, -1, true)));
            var again =
                    new Instruction("t", List.of(new Step(AVAILABLE, ESCROW, Long.MAX_VALUE, Phase.SINGLE, -1, true)));

            Outcome outcome = apply(EMPTY, single("fund", CASH, AVAILABLE, 42), sweep, again);

            assertThat(outcome.verdicts().stream().map(Verdict::amounts).toList())
                    .containsExactly(List.of(42L), List.of(42L), List.of(0L));
        }
    }

    @Nested
    class Holds {

        private final Outcome held = apply(
                EMPTY,
                single("fund", CASH, AVAILABLE, 100),
                new Instruction("hold", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.PENDING, -1, false))));

        private final List<Hold> open = List.of(new Hold(AVAILABLE, ESCROW, 60, false));

        @Test
        void reserve_what_is_there_and_announce_it_on_the_other_side() {
            assertThat(held.balances().get(AVAILABLE).available()).isEqualTo(40);
            assertThat(held.balances().get(AVAILABLE).posted()).isEqualTo(100);
            assertThat(held.balances().get(ESCROW).creditsPending()).isEqualTo(60);
            assertThat(held.balances().get(ESCROW).available()).isZero();
        }

        @Test
        void are_posted_whole_or_in_part_and_the_rest_is_free_again() {
            Outcome outcome = resolve(Phase.POST, 45, open);

            assertThat(refusals(outcome)).containsExactly("posted");
            assertThat(outcome.balances().get(AVAILABLE).available()).isEqualTo(55);
            assertThat(outcome.balances().get(ESCROW).posted()).isEqualTo(45);
            assertThat(outcome.balances().get(ESCROW).creditsPending()).isZero();
        }

        @Test
        void are_voided_whole_whatever_amount_is_named() {
            Outcome outcome = resolve(Phase.VOID, Long.MAX_VALUE, open);

            assertThat(outcome.verdicts().getFirst().amounts()).containsExactly(60L);
            assertThat(outcome.balances().get(AVAILABLE).available()).isEqualTo(100);
        }

        @Test
        void are_not_posted_beyond_their_amount_nor_twice_nor_between_other_accounts() {
            assertThat(refusals(resolve(Phase.POST, 61, open))).containsExactly("amount-above-hold");
            assertThat(refusals(resolve(Phase.POST, 60, List.of(new Hold(AVAILABLE, ESCROW, 60, true)))))
                    .containsExactly("hold-already-resolved");
            assertThat(refusals(resolve(Phase.POST, 60, List.of(new Hold(AVAILABLE, PAYABLE, 60, false)))))
                    .containsExactly("hold-unknown");
            var twice = Kernel.apply(
                    held.balances(),
                    open,
                    Set.of(),
                    List.of(
                            new Instruction("p", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.POST, 0, false))),
                            new Instruction("v", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.VOID, 0, true)))));
            assertThat(refusals(twice)).containsExactly("posted", "hold-already-resolved");
        }

        @Test
        void are_open_again_when_the_group_that_resolved_them_is_refused() {
            var group = new Instruction(
                    "g", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.POST, 0, false), step(ESCROW, PAYABLE, 61)));
            var alone = new Instruction("p", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.POST, 0, false)));

            Outcome outcome = Kernel.apply(held.balances(), open, Set.of(), List.of(group, alone));

            assertThat(refusals(outcome)).containsExactly("insufficient-funds", "posted");
        }

        private Outcome resolve(Phase phase, long amount, List<Hold> holds) {
            return Kernel.apply(
                    held.balances(),
                    holds,
                    Set.of(),
                    List.of(new Instruction(
                            "r", List.of(new Step(AVAILABLE, ESCROW, amount, phase, 0, phase == Phase.VOID)))));
        }
    }

    /** Random batches, each from a seed that the failure names. */
    @Nested
    class Properties {

        private static final int CASES = 400;

        @ParameterizedTest
        @ValueSource(longs = {1, 20261122, 987654321})
        void agree_with_the_oracle_conserve_money_and_keep_floors(long seed) {
            for (int i = 0; i < CASES; i++) {
                var batch = new Batch(new Random(seed + i));

                Outcome outcome = batch.whole();

                assertThat(refusals(outcome)).as("seed %s", seed + i).isEqualTo(new Oracle(batch).verdicts());
                BigInteger debits = BigInteger.ZERO;
                BigInteger credits = BigInteger.ZERO;
                for (Balance balance : outcome.balances()) {
                    debits = debits.add(BigInteger.valueOf(balance.debitsPosted()));
                    credits = credits.add(BigInteger.valueOf(balance.creditsPosted()));
                    if (balance.floor() != null) {
                        assertThat(balance.available()).as("seed %s", seed + i).isGreaterThanOrEqualTo(balance.floor());
                    }
                }
                assertThat(debits).as("seed %s", seed + i).isEqualTo(credits);
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {2, 31337})
        void a_batch_is_the_same_as_its_instructions_one_by_one(long seed) {
            for (int i = 0; i < CASES; i++) {
                var batch = new Batch(new Random(seed + i));

                Outcome whole = batch.whole();

                List<Balance> balances = batch.balances;
                List<Hold> holds = batch.holds;
                Set<String> happened = new HashSet<>();
                List<String> verdicts = new ArrayList<>();
                for (Instruction instruction : batch.instructions) {
                    Outcome one = Kernel.apply(balances, holds, happened, List.of(instruction));
                    verdicts.addAll(refusals(one));
                    balances = one.balances();
                    if (one.verdicts().getFirst().refusal() == null) {
                        happened.add(instruction.businessKey());
                        holds = resolved(holds, instruction);
                    }
                }
                assertThat(verdicts).as("seed %s", seed + i).isEqualTo(refusals(whole));
                assertThat(balances).as("seed %s", seed + i).isEqualTo(whole.balances());
            }
        }

        @ParameterizedTest
        @ValueSource(longs = {3, 4711})
        void repeating_instructions_anywhere_later_changes_nothing(long seed) {
            for (int i = 0; i < CASES; i++) {
                var random = new Random(seed + i);
                var batch = new Batch(random);
                Outcome once = batch.whole();
                List<Instruction> posted = new ArrayList<>();
                for (int j = 0; j < batch.instructions.size(); j++) {
                    if (once.verdicts().get(j).refusal() == null) {
                        posted.add(batch.instructions.get(j));
                    }
                }
                List<Instruction> withRepeats = new ArrayList<>(posted);
                for (Instruction instruction : posted) {
                    int from = withRepeats.indexOf(instruction) + 1;
                    withRepeats.add(from + random.nextInt(withRepeats.size() - from + 1), instruction);
                }

                Outcome twice = Kernel.apply(batch.balances, batch.holds, Set.of(), withRepeats);

                assertThat(twice.balances()).as("seed %s", seed + i).isEqualTo(once.balances());
            }
        }

        private static List<Hold> resolved(List<Hold> holds, Instruction instruction) {
            List<Hold> after = new ArrayList<>(holds);
            for (Step step : instruction.steps()) {
                if (step.hold() >= 0) {
                    Hold hold = after.get(step.hold());
                    after.set(step.hold(), new Hold(hold.debit(), hold.credit(), hold.amount(), true));
                }
            }
            return after;
        }
    }

    /** Accounts with some money, open holds between them, and instructions of all kinds, some of them nonsense. */
    private static final class Batch {

        private final List<Balance> balances = new ArrayList<>();
        private final List<Hold> holds = new ArrayList<>();
        private final List<Instruction> instructions = new ArrayList<>();

        Batch(Random random) {
            List<Purpose> purposes = List.of(
                    Purpose.CASH,
                    Purpose.AVAILABLE,
                    Purpose.ESCROW,
                    Purpose.PAYABLE,
                    Purpose.FEE_REVENUE,
                    Purpose.DEBT);
            List<Instruction> setUp = new ArrayList<>();
            for (int i = 0; i < purposes.size(); i++) {
                balances.add(Balance.empty(purposes.get(i)));
                if (i > 0) {
                    setUp.add(
                            purposes.get(i).side() == Purpose.Side.CREDIT
                                    ? single("s" + i, 0, i, 1L + random.nextInt(100))
                                    : single("s" + i, i, 0, 1L + random.nextInt(100)));
                }
            }
            for (int i = 0; i < 3; i++) {
                int from = 1 + random.nextInt(3);
                int to = (from + 1 + random.nextInt(4)) % purposes.size();
                long amount = 1L + random.nextInt(20);
                if (to != from) {
                    setUp.add(new Instruction("h" + i, List.of(new Step(from, to, amount, Phase.PENDING, -1, false))));
                    holds.add(new Hold(from, to, amount, false));
                }
            }
            Outcome start = Kernel.apply(balances, List.of(), Set.of(), setUp);
            for (int i = holds.size() - 1; i >= 0; i--) {
                // A hold that was refused at the start does not exist.
                if (start.verdicts().get(setUp.size() - holds.size() + i).refusal() != null) {
                    Hold refused = holds.get(i);
                    holds.set(i, new Hold(refused.debit(), refused.credit(), refused.amount(), true));
                }
            }
            balances.clear();
            balances.addAll(start.balances());
            int count = 1 + random.nextInt(25);
            for (int i = 0; i < count; i++) {
                instructions.add(instruction(random));
            }
        }

        private Instruction instruction(Random random) {
            List<Step> steps = new ArrayList<>();
            int legs = 1 + random.nextInt(4);
            for (int i = 0; i < legs; i++) {
                steps.add(random.nextInt(4) == 0 && !holds.isEmpty() ? resolving(random) : moving(random));
            }
            return new Instruction("k" + random.nextInt(30), steps);
        }

        private Step moving(Random random) {
            int from = random.nextInt(balances.size());
            int to = (from + 1 + random.nextInt(balances.size() - 1)) % balances.size();
            long amount = random.nextInt(50) == 0 ? Long.MAX_VALUE - random.nextInt(100) : 1L + random.nextInt(60);
            Phase phase = random.nextInt(4) == 0 ? Phase.PENDING : Phase.SINGLE;
            return new Step(from, to, amount, phase, -1, false);
        }

        private Step resolving(Random random) {
            int place = random.nextInt(holds.size());
            Hold hold = holds.get(place);
            boolean post = random.nextBoolean();
            return new Step(
                    hold.debit(),
                    hold.credit(),
                    1L + random.nextInt((int) hold.amount() + 1),
                    post ? Phase.POST : Phase.VOID,
                    place,
                    !post);
        }

        Outcome whole() {
            return Kernel.apply(balances, holds, Set.of(), instructions);
        }
    }

    /** The same rules a second time, as plainly as possible: copy everything, try, keep or throw away. */
    private static final class Oracle {

        private final Batch batch;
        private BigInteger[][] books;
        private List<Boolean> resolved = new ArrayList<>();
        private final Set<String> happened = new HashSet<>();

        Oracle(Batch batch) {
            this.batch = batch;
            this.books = new BigInteger[batch.balances.size()][];
            for (int i = 0; i < books.length; i++) {
                Balance balance = batch.balances.get(i);
                books[i] = new BigInteger[] {
                    BigInteger.valueOf(balance.debitsPosted()),
                    BigInteger.valueOf(balance.creditsPosted()),
                    BigInteger.valueOf(balance.debitsPending()),
                    BigInteger.valueOf(balance.creditsPending())
                };
            }
            batch.holds.forEach(hold -> resolved.add(hold.resolved()));
        }

        List<String> verdicts() {
            List<String> verdicts = new ArrayList<>();
            for (Instruction instruction : batch.instructions) {
                if (happened.contains(instruction.businessKey())) {
                    verdicts.add("already-posted");
                    continue;
                }
                BigInteger[][] before = new BigInteger[books.length][];
                for (int i = 0; i < books.length; i++) {
                    before[i] = books[i].clone();
                }
                List<Boolean> resolvedBefore = new ArrayList<>(resolved);
                String verdict = attempt(instruction);
                if (verdict.equals("posted")) {
                    happened.add(instruction.businessKey());
                } else {
                    books = before;
                    resolved = resolvedBefore;
                }
                verdicts.add(verdict);
            }
            return verdicts;
        }

        private String attempt(Instruction instruction) {
            for (Step step : instruction.steps()) {
                BigInteger amount = BigInteger.valueOf(step.amount());
                switch (step.phase()) {
                    case SINGLE -> move(step, 0, amount);
                    case PENDING -> move(step, 2, amount);
                    case POST, VOID -> {
                        Hold hold = batch.holds.get(step.hold());
                        if (resolved.get(step.hold())) {
                            return "hold-already-resolved";
                        }
                        if (step.phase() == Phase.POST) {
                            if (step.amount() > hold.amount()) {
                                return "amount-above-hold";
                            }
                            move(step, 0, amount);
                        }
                        move(step, 2, BigInteger.valueOf(-hold.amount()));
                        resolved.set(step.hold(), true);
                    }
                }
                if (outOfRange()) {
                    return "amount-overflow";
                }
            }
            for (Step step : instruction.steps()) {
                for (int account : new int[] {step.debit(), step.credit()}) {
                    if (belowFloor(account)) {
                        return "insufficient-funds";
                    }
                }
            }
            return "posted";
        }

        private void move(Step step, int counter, BigInteger amount) {
            books[step.debit()][counter] = books[step.debit()][counter].add(amount);
            books[step.credit()][counter + 1] = books[step.credit()][counter + 1].add(amount);
        }

        private boolean outOfRange() {
            for (BigInteger[] counters : books) {
                for (BigInteger counter : counters) {
                    if (counter.bitLength() > 63) {
                        return true;
                    }
                }
            }
            return false;
        }

        private boolean belowFloor(int account) {
            Long floor = batch.balances.get(account).floor();
            if (floor == null) {
                return false;
            }
            BigInteger[] c = books[account];
            BigInteger available = batch.balances.get(account).side() == Purpose.Side.CREDIT
                    ? c[1].subtract(c[0]).subtract(c[2])
                    : c[0].subtract(c[1]).subtract(c[3]);
            return available.compareTo(BigInteger.valueOf(floor)) < 0;
        }
    }

    private static Outcome apply(List<Balance> balances, Instruction... instructions) {
        return Kernel.apply(balances, Collections.emptyList(), Set.of(), List.of(instructions));
    }

    private static Instruction single(String key, int debit, int credit, long amount) {
        return new Instruction(key, List.of(step(debit, credit, amount)));
    }

    private static Step step(int debit, int credit, long amount) {
        return new Step(debit, credit, amount, Phase.SINGLE, -1, false);
    }

    private static List<String> refusals(Outcome outcome) {
        return outcome.verdicts().stream()
                .map(verdict -> verdict.refusal() == null ? "posted" : verdict.refusal())
                .toList();
    }
}
