package dev.groundwork.payment.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.Kernel.Hold;
import dev.groundwork.payment.ledger.Kernel.Instruction;
import dev.groundwork.payment.ledger.Kernel.Outcome;
import dev.groundwork.payment.ledger.Kernel.Step;
import dev.groundwork.payment.ledger.Leg.Phase;
import dev.groundwork.payment.ledger.Leg.Share;

/**
 * Accounts with some money, open holds between them, and instructions of all kinds, some of them nonsense: made from a seed, and made
 * smaller when a property does not hold of them.
 */
record KernelCase(List<Balance> balances, List<Hold> holds, List<Instruction> instructions) {

    private static final List<Purpose> PURPOSES = List.of(
            Purpose.CASH, Purpose.AVAILABLE, Purpose.ESCROW, Purpose.PAYABLE, Purpose.FEE_REVENUE, Purpose.DEBT);

    Outcome apply() {
        return Kernel.apply(balances, holds, Set.of(), instructions);
    }

    KernelCase with(List<Instruction> others) {
        return new KernelCase(balances, holds, List.copyOf(others));
    }

    static KernelCase of(Random random) {
        List<Balance> balances = new ArrayList<>();
        List<Instruction> setUp = new ArrayList<>();
        for (int i = 0; i < PURPOSES.size(); i++) {
            Purpose purpose = PURPOSES.get(i);
            balances.add(Balance.empty(purpose));
            if (i > 0) {
                boolean credit = purpose.side() == Purpose.Side.CREDIT;
                setUp.add(new Instruction(
                        "s" + i,
                        List.of(new Step(
                                credit ? 0 : i,
                                credit ? i : 0,
                                1L + random.nextInt(100),
                                Phase.SINGLE,
                                -1,
                                Share.ALL))));
            }
        }
        List<Hold> holds = new ArrayList<>();
        int from = setUp.size();
        for (int i = 0; i < 3; i++) {
            int debit = 1 + random.nextInt(3);
            int credit = (debit + 1 + random.nextInt(4)) % PURPOSES.size();
            if (credit != debit) {
                long amount = 1L + random.nextInt(20);
                setUp.add(new Instruction(
                        "h" + i, List.of(new Step(debit, credit, amount, Phase.PENDING, -1, Share.ALL))));
                holds.add(new Hold(debit, credit, amount, false, random.nextInt(5) == 0));
            }
        }
        Outcome start = Kernel.apply(balances, List.of(), Set.of(), setUp);
        for (int i = 0; i < holds.size(); i++) {
            // A hold that was refused at the start does not exist.
            if (start.verdicts().get(from + i).refusal() != null) {
                Hold refused = holds.get(i);
                holds.set(i, new Hold(refused.debit(), refused.credit(), refused.amount(), true));
            }
        }
        List<Instruction> instructions = new ArrayList<>();
        int count = 1 + random.nextInt(25);
        for (int i = 0; i < count; i++) {
            instructions.add(instruction(random, holds));
        }
        return new KernelCase(List.copyOf(start.balances()), List.copyOf(holds), List.copyOf(instructions));
    }

    private static Instruction instruction(Random random, List<Hold> holds) {
        List<Step> steps = new ArrayList<>();
        int legs = 1 + random.nextInt(4);
        for (int i = 0; i < legs; i++) {
            int kind = random.nextInt(8);
            if (kind < 2 && !holds.isEmpty()) {
                steps.add(resolving(random, holds));
            } else if (kind == 2) {
                Step part = moving(random, Share.UP_TO);
                steps.add(part);
                Step rest = moving(random, Share.REST);
                steps.add(new Step(
                        rest.debit(),
                        part.credit() == rest.debit() ? (rest.debit() + 1) % 6 : part.credit(),
                        part.amount(),
                        Phase.SINGLE,
                        -1,
                        Share.REST));
            } else {
                steps.add(moving(random, Share.ALL));
            }
        }
        return new Instruction("k" + random.nextInt(30), steps);
    }

    private static Step moving(Random random, Share share) {
        int debit = random.nextInt(PURPOSES.size());
        int credit = (debit + 1 + random.nextInt(PURPOSES.size() - 1)) % PURPOSES.size();
        long amount = random.nextInt(50) == 0 ? Long.MAX_VALUE - random.nextInt(100) : 1L + random.nextInt(60);
        Phase phase = share == Share.ALL && random.nextInt(4) == 0 ? Phase.PENDING : Phase.SINGLE;
        return new Step(debit, credit, amount, phase, -1, share);
    }

    private static Step resolving(Random random, List<Hold> holds) {
        int place = random.nextInt(holds.size());
        Hold hold = holds.get(place);
        return new Step(
                hold.debit(),
                hold.credit(),
                1L + random.nextInt((int) hold.amount() + 1),
                random.nextBoolean() ? Phase.POST : Phase.VOID,
                place,
                Share.ALL);
    }

    /**
     * Takes away instructions and steps and makes amounts smaller, as long as the case still fails.
     *
     * @param fails whether the property does not hold of a case; true for this one
     */
    KernelCase shrink(Predicate<KernelCase> fails) {
        KernelCase smallest = this;
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (KernelCase candidate : smallest.smallerOnes()) {
                if (fails.test(candidate)) {
                    smallest = candidate;
                    smaller = true;
                    break;
                }
            }
        }
        return smallest;
    }

    /** The boldest first: halves, then single instructions, single steps, smaller amounts. */
    private List<KernelCase> smallerOnes() {
        List<KernelCase> smaller = new ArrayList<>();
        int n = instructions.size();
        if (n > 1) {
            smaller.add(with(instructions.subList(n / 2, n)));
            smaller.add(with(instructions.subList(0, n / 2)));
        }
        for (int i = 0; i < n; i++) {
            if (n > 1) {
                List<Instruction> fewer = new ArrayList<>(instructions);
                fewer.remove(i);
                smaller.add(with(fewer));
            }
            List<Step> steps = instructions.get(i).steps();
            for (int j = 0; j < steps.size(); j++) {
                Step step = steps.get(j);
                boolean restFollows = j + 1 < steps.size() && steps.get(j + 1).share() == Share.REST;
                if (steps.size() > 1 && !restFollows) {
                    List<Step> fewer = new ArrayList<>(steps);
                    fewer.remove(j);
                    smaller.add(withSteps(i, fewer));
                }
                if (step.amount() > 1 && step.share() == Share.ALL) {
                    for (long less : new long[] {step.amount() / 2, step.amount() - 1}) {
                        List<Step> lower = new ArrayList<>(steps);
                        lower.set(
                                j,
                                new Step(step.debit(), step.credit(), less, step.phase(), step.hold(), step.share()));
                        smaller.add(withSteps(i, lower));
                    }
                }
            }
        }
        return smaller;
    }

    private KernelCase withSteps(int place, List<Step> steps) {
        List<Instruction> changed = new ArrayList<>(instructions);
        changed.set(place, new Instruction(instructions.get(place).businessKey(), List.copyOf(steps)));
        return with(changed);
    }
}
