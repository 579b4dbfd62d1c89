package dev.groundwork.payment.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import dev.groundwork.payment.ledger.Kernel.Balance;
import dev.groundwork.payment.ledger.Kernel.Hold;
import dev.groundwork.payment.ledger.Kernel.Instruction;
import dev.groundwork.payment.ledger.Kernel.Step;
import dev.groundwork.payment.ledger.Leg.Phase;

import org.jspecify.annotations.Nullable;

/** The rules of the kernel a second time, as plainly as possible: copy everything, try, keep or throw away; numbers without end. */
final class KernelOracle {

    private final KernelCase given;
    private BigInteger[][] books;
    private List<Boolean> resolved = new ArrayList<>();
    private final Set<String> happened = new HashSet<>();

    KernelOracle(KernelCase given) {
        this.given = given;
        this.books = new BigInteger[given.balances().size()][];
        for (int i = 0; i < books.length; i++) {
            Balance balance = given.balances().get(i);
            books[i] = new BigInteger[] {
                BigInteger.valueOf(balance.debitsPosted()),
                BigInteger.valueOf(balance.creditsPosted()),
                BigInteger.valueOf(balance.debitsPending()),
                BigInteger.valueOf(balance.creditsPending())
            };
        }
        given.holds().forEach(hold -> resolved.add(hold.resolved()));
    }

    List<String> verdicts() {
        List<String> verdicts = new ArrayList<>();
        for (Instruction instruction : given.instructions()) {
            if (happened.contains(instruction.businessKey())) {
                verdicts.add("already-posted");
                continue;
            }
            BigInteger[][] before = new BigInteger[books.length][];
            for (int i = 0; i < books.length; i++) {
                before[i] = books[i].clone();
            }
            List<Boolean> resolvedBefore = new ArrayList<>(resolved);
            String refusal = refusal(instruction);
            if (refusal == null) {
                happened.add(instruction.businessKey());
            } else {
                books = before;
                resolved = resolvedBefore;
            }
            verdicts.add(refusal == null ? "posted" : refusal);
        }
        return verdicts;
    }

    /** {@return debits and credits, posted and pending, of an account after {@link #verdicts}} */
    List<Long> counters(int account) {
        return List.of(
                books[account][0].longValueExact(),
                books[account][1].longValueExact(),
                books[account][2].longValueExact(),
                books[account][3].longValueExact());
    }

    private @Nullable String refusal(Instruction instruction) {
        BigInteger moved = BigInteger.ZERO;
        for (Step step : instruction.steps()) {
            BigInteger amount = BigInteger.valueOf(step.amount());
            switch (step.phase()) {
                case SINGLE, PENDING -> {
                    moved = switch (step.share()) {
                        case ALL -> amount;
                        case UP_TO -> amount.min(room(step)).max(BigInteger.ZERO);
                        case REST -> amount.subtract(moved);
                    };
                    move(step, step.phase() == Phase.SINGLE ? 0 : 2, moved);
                }
                case POST, VOID -> {
                    Hold hold = given.holds().get(step.hold());
                    if (resolved.get(step.hold())) {
                        return "hold-already-resolved";
                    }
                    if (step.phase() == Phase.POST) {
                        if (hold.expired()) {
                            return "hold-expired";
                        }
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
                Long floor = given.balances().get(account).floor();
                if (floor != null && available(account).compareTo(BigInteger.valueOf(floor)) < 0) {
                    return "insufficient-funds";
                }
            }
        }
        return null;
    }

    private BigInteger room(Step step) {
        BigInteger room = BigInteger.valueOf(Long.MAX_VALUE);
        if (side(step.debit()) == Purpose.Side.CREDIT) {
            room = room.min(aboveFloor(step.debit()));
        }
        if (side(step.credit()) == Purpose.Side.DEBIT
                && given.balances().get(step.credit()).floor() != null) {
            room = room.min(aboveFloor(step.credit()));
        }
        return room;
    }

    private BigInteger aboveFloor(int account) {
        Long floor = given.balances().get(account).floor();
        return available(account).subtract(BigInteger.valueOf(floor == null ? 0 : floor));
    }

    private BigInteger available(int account) {
        BigInteger[] c = books[account];
        return side(account) == Purpose.Side.CREDIT
                ? c[1].subtract(c[0]).subtract(c[2])
                : c[0].subtract(c[1]).subtract(c[3]);
    }

    private Purpose.Side side(int account) {
        return given.balances().get(account).side();
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
}
