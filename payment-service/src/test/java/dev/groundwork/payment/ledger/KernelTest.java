package dev.groundwork.payment.ledger;

import java.util.Collections;
import java.util.List;
import java.util.Set;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.Kernel.Hold;
import dev.groundwork.payment.ledger.Kernel.Instruction;
import dev.groundwork.payment.ledger.Kernel.Outcome;
import dev.groundwork.payment.ledger.Kernel.Step;
import dev.groundwork.payment.ledger.Kernel.Verdict;
import dev.groundwork.payment.ledger.Leg.Phase;
import dev.groundwork.payment.ledger.Leg.Share;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

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
            var sweep = new Instruction(
                    "s", List.of(new Step(AVAILABLE, ESCROW, Long.MAX_VALUE, Phase.SINGLE, -1, Share.UP_TO)));
            var again = new Instruction(
                    "t", List.of(new Step(AVAILABLE, ESCROW, Long.MAX_VALUE, Phase.SINGLE, -1, Share.UP_TO)));

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
                new Instruction("hold", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.PENDING, -1, Share.ALL))));

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
                            new Instruction("p", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.POST, 0, Share.ALL))),
                            new Instruction(
                                    "v", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.VOID, 0, Share.UP_TO)))));
            assertThat(refusals(twice)).containsExactly("posted", "hold-already-resolved");
        }

        @Test
        void are_open_again_when_the_group_that_resolved_them_is_refused() {
            var group = new Instruction(
                    "g", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.POST, 0, Share.ALL), step(ESCROW, PAYABLE, 61)));
            var alone = new Instruction("p", List.of(new Step(AVAILABLE, ESCROW, 60, Phase.POST, 0, Share.ALL)));

            Outcome outcome = Kernel.apply(held.balances(), open, Set.of(), List.of(group, alone));

            assertThat(refusals(outcome)).containsExactly("insufficient-funds", "posted");
        }

        private Outcome resolve(Phase phase, long amount, List<Hold> holds) {
            return Kernel.apply(
                    held.balances(),
                    holds,
                    Set.of(),
                    List.of(new Instruction("r", List.of(new Step(AVAILABLE, ESCROW, amount, phase, 0, Share.ALL)))));
        }
    }

    private static Outcome apply(List<Balance> balances, Instruction... instructions) {
        return Kernel.apply(balances, Collections.emptyList(), Set.of(), List.of(instructions));
    }

    private static Instruction single(String key, int debit, int credit, long amount) {
        return new Instruction(key, List.of(step(debit, credit, amount)));
    }

    private static Step step(int debit, int credit, long amount) {
        return new Step(debit, credit, amount, Phase.SINGLE, -1, Share.ALL);
    }

    private static List<String> refusals(Outcome outcome) {
        return outcome.verdicts().stream()
                .map(verdict -> verdict.refusal() == null ? "posted" : verdict.refusal())
                .toList();
    }
}
