package dev.groundwork.payment.ledger;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.groundwork.payment.ledger.Leg.Phase;
import dev.groundwork.payment.ledger.Leg.Share;

import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of the books: balances and instructions in, verdicts and balances out. It knows no database, no clock
 * and no currency; all amounts are minor units.
 *
 * <p>Instructions act one after the other. Each is carried out whole, or refused and leaves no trace; a refusal does not
 * stop the others.
 */
public final class Kernel {

    /** An account would fall below its floor. */
    public static final String INSUFFICIENT_FUNDS = "insufficient-funds";

    /** A counter would leave the range of 64 bits. */
    public static final String AMOUNT_OVERFLOW = "amount-overflow";

    /** What a POST or VOID names is not a pending transfer between the two accounts. */
    public static final String HOLD_UNKNOWN = "hold-unknown";

    /** The pending transfer was posted or voided before. */
    public static final String HOLD_RESOLVED = "hold-already-resolved";

    /** More is posted than was held. */
    public static final String ABOVE_HOLD = "amount-above-hold";

    /** The pending transfer held until a time that is past; it can only be voided. */
    public static final String HOLD_EXPIRED = "hold-expired";

    /** What may happen only once has happened. */
    public static final String ALREADY_POSTED = "already-posted";

    /**
     * The counters of one account; none is ever negative.
     *
     * @param floor lowest {@link #available()} allowed; null where there is none
     */
    public record Balance(
            Purpose.Side side,
            @Nullable Long floor,
            long debitsPosted,
            long creditsPosted,
            long debitsPending,
            long creditsPending) {

        public static Balance empty(Purpose purpose) {
            return new Balance(purpose.side(), purpose.floorMinor(), 0, 0, 0, 0);
        }

        /** {@return what has been posted, on the account's own side} */
        public long posted() {
            return side == Purpose.Side.CREDIT
                    ? Math.subtractExact(creditsPosted, debitsPosted)
                    : Math.subtractExact(debitsPosted, creditsPosted);
        }

        /** {@return what could still move away: what is posted less what is reserved} */
        public long available() {
            return Math.subtractExact(posted(), side == Purpose.Side.CREDIT ? debitsPending : creditsPending);
        }
    }

    /**
     * A pending transfer between two of the balances, named by their places in the list.
     *
     * @param expired whether it held until a time that is past
     */
    public record Hold(int debit, int credit, long amount, boolean resolved, boolean expired) {

        /** A hold without an end. */
        public Hold(int debit, int credit, long amount, boolean resolved) {
            this(debit, credit, amount, resolved, false);
        }
    }

    /**
     * One leg, its accounts and its hold named by their places in the lists.
     *
     * @param hold place of the hold that is resolved; -1 where there is none, or none was found
     */
    public record Step(int debit, int credit, long amount, Phase phase, int hold, Share share) {}

    /** The legs of one command, and what may happen only once. */
    public record Instruction(String businessKey, List<Step> steps) {}

    /** @param amounts what each step moved, empty when refused */
    public record Verdict(@Nullable String refusal, List<Long> amounts) {}

    /** Verdicts in the order of the instructions, balances in the order given. */
    public record Outcome(List<Verdict> verdicts, List<Balance> balances) {}

    private final Purpose.Side[] sides;
    private final @Nullable Long[] floors;
    private final long[] debitsPosted;
    private final long[] creditsPosted;
    private final long[] debitsPending;
    private final long[] creditsPending;
    private final List<Hold> holds;
    private final boolean[] resolved;
    private final Set<String> happened;

    private Kernel(List<Balance> balances, List<Hold> holds, Set<String> happened) {
        int n = balances.size();
        this.sides = new Purpose.Side[n];
        this.floors = new @Nullable Long[n];
        this.debitsPosted = new long[n];
        this.creditsPosted = new long[n];
        this.debitsPending = new long[n];
        this.creditsPending = new long[n];
        for (int i = 0; i < n; i++) {
            Balance balance = balances.get(i);
            sides[i] = balance.side();
            floors[i] = balance.floor();
            debitsPosted[i] = balance.debitsPosted();
            creditsPosted[i] = balance.creditsPosted();
            debitsPending[i] = balance.debitsPending();
            creditsPending[i] = balance.creditsPending();
        }
        this.holds = holds;
        this.resolved = new boolean[holds.size()];
        for (int i = 0; i < resolved.length; i++) {
            resolved[i] = holds.get(i).resolved();
        }
        this.happened = new HashSet<>(happened);
    }

    /**
     * @param happened business keys that were posted before
     * @return what was carried out, and the balances after it
     */
    public static Outcome apply(
            List<Balance> balances, List<Hold> holds, Set<String> happened, List<Instruction> instructions) {
        var kernel = new Kernel(balances, holds, happened);
        List<Verdict> verdicts = new ArrayList<>(instructions.size());
        for (Instruction instruction : instructions) {
            verdicts.add(kernel.carryOut(instruction));
        }
        return new Outcome(verdicts, kernel.balances());
    }

    private Verdict carryOut(Instruction instruction) {
        if (happened.contains(instruction.businessKey())) {
            return new Verdict(ALREADY_POSTED, List.of());
        }
        List<Step> steps = instruction.steps();
        long[][] before = remember(steps);
        List<Long> amounts = new ArrayList<>(steps.size());
        String refusal = tryAll(steps, amounts);
        if (refusal != null) {
            undo(steps, before, amounts.size());
            return new Verdict(refusal, List.of());
        }
        happened.add(instruction.businessKey());
        return new Verdict(null, amounts);
    }

    private @Nullable String tryAll(List<Step> steps, List<Long> amounts) {
        try {
            for (Step step : steps) {
                String refusal = take(step, amounts);
                if (refusal != null) {
                    return refusal;
                }
            }
            return belowFloor(steps) ? INSUFFICIENT_FUNDS : null;
        } catch (ArithmeticException overflow) {
            return AMOUNT_OVERFLOW;
        }
    }

    private @Nullable String take(Step step, List<Long> amounts) {
        switch (step.phase()) {
            case SINGLE -> {
                long amount = moving(step, amounts);
                debitsPosted[step.debit()] = Math.addExact(debitsPosted[step.debit()], amount);
                creditsPosted[step.credit()] = Math.addExact(creditsPosted[step.credit()], amount);
                amounts.add(amount);
            }
            case PENDING -> {
                long amount = moving(step, amounts);
                debitsPending[step.debit()] = Math.addExact(debitsPending[step.debit()], amount);
                creditsPending[step.credit()] = Math.addExact(creditsPending[step.credit()], amount);
                amounts.add(amount);
            }
            case POST, VOID -> {
                String refusal = unresolvable(step);
                if (refusal != null) {
                    return refusal;
                }
                amounts.add(resolve(step, holds.get(step.hold()).amount()));
            }
        }
        return null;
    }

    private long moving(Step step, List<Long> before) {
        return switch (step.share()) {
            case ALL -> step.amount();
            case UP_TO -> Math.clamp(room(step), 0, step.amount());
            case REST -> Math.subtractExact(step.amount(), before.getLast());
        };
    }

    /** {@return the most that the step may move: a floor binds the side that it lowers} */
    private long room(Step step) {
        long room = Long.MAX_VALUE;
        if (sides[step.debit()] == Purpose.Side.CREDIT) {
            room = aboveFloor(step.debit());
        }
        if (sides[step.credit()] == Purpose.Side.DEBIT && floors[step.credit()] != null) {
            room = Math.min(room, aboveFloor(step.credit()));
        }
        return room;
    }

    private @Nullable String unresolvable(Step step) {
        if (step.hold() < 0) {
            return HOLD_UNKNOWN;
        }
        Hold hold = holds.get(step.hold());
        if (hold.debit() != step.debit() || hold.credit() != step.credit()) {
            return HOLD_UNKNOWN;
        }
        if (resolved[step.hold()]) {
            return HOLD_RESOLVED;
        }
        if (step.phase() == Phase.VOID) {
            return null;
        }
        if (hold.expired()) {
            return HOLD_EXPIRED;
        }
        return step.amount() > hold.amount() ? ABOVE_HOLD : null;
    }

    private long resolve(Step step, long held) {
        long amount = step.phase() == Phase.POST ? step.amount() : held;
        if (step.phase() == Phase.POST) {
            debitsPosted[step.debit()] = Math.addExact(debitsPosted[step.debit()], amount);
            creditsPosted[step.credit()] = Math.addExact(creditsPosted[step.credit()], amount);
        }
        debitsPending[step.debit()] = Math.subtractExact(debitsPending[step.debit()], held);
        creditsPending[step.credit()] = Math.subtractExact(creditsPending[step.credit()], held);
        resolved[step.hold()] = true;
        return amount;
    }

    /** The group is atomic: nobody can look in between its legs, so floors count at its end. */
    private boolean belowFloor(List<Step> steps) {
        for (Step step : steps) {
            if (isBelowFloor(step.debit()) || isBelowFloor(step.credit())) {
                return true;
            }
        }
        return false;
    }

    private boolean isBelowFloor(int account) {
        Long floor = floors[account];
        return floor != null && balance(account).available() < floor;
    }

    private long aboveFloor(int account) {
        Long floor = floors[account];
        long available = balance(account).available();
        return floor == null ? available : Math.subtractExact(available, floor);
    }

    private long[][] remember(List<Step> steps) {
        long[][] before = new long[steps.size()][];
        for (int i = 0; i < before.length; i++) {
            int debit = steps.get(i).debit();
            int credit = steps.get(i).credit();
            before[i] = new long[] {
                debitsPosted[debit],
                creditsPosted[debit],
                debitsPending[debit],
                creditsPending[debit],
                debitsPosted[credit],
                creditsPosted[credit],
                debitsPending[credit],
                creditsPending[credit]
            };
        }
        return before;
    }

    /** All snapshots are of the time before the first step, so their order does not matter. */
    private void undo(List<Step> steps, long[][] before, int carriedOut) {
        for (int i = 0; i < before.length; i++) {
            restore(steps.get(i).debit(), before[i], 0);
            restore(steps.get(i).credit(), before[i], 4);
            if (i < carriedOut && steps.get(i).hold() >= 0) {
                resolved[steps.get(i).hold()] = false;
            }
        }
    }

    private void restore(int account, long[] counters, int from) {
        debitsPosted[account] = counters[from];
        creditsPosted[account] = counters[from + 1];
        debitsPending[account] = counters[from + 2];
        creditsPending[account] = counters[from + 3];
    }

    private Balance balance(int account) {
        return new Balance(
                sides[account],
                floors[account],
                debitsPosted[account],
                creditsPosted[account],
                debitsPending[account],
                creditsPending[account]);
    }

    private List<Balance> balances() {
        List<Balance> all = new ArrayList<>(sides.length);
        for (int i = 0; i < sides.length; i++) {
            all.add(balance(i));
        }
        return all;
    }
}
