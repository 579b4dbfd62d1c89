package dev.groundwork.payment.settlement;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import dev.groundwork.payment.payout.SimulatedPayouts;
import dev.groundwork.payment.payout.SimulatedPayouts.Line;
import dev.groundwork.payment.payout.SimulatedPayouts.State;
import dev.groundwork.payment.settlement.Chance.Fault;

/** A bank that is late, says things twice or the opposite, or nothing, and what the service believes of that. */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
final class SimulatedBank {

    /** What the bank says of a payout, at the earliest at a time. */
    private record Word(UUID payout, State outcome, Instant from) {}

    private final Chance chance;
    private final Clock clock;
    private final SimulatedPayouts payouts;
    private final List<Word> words = new ArrayList<>();

    SimulatedBank(Chance chance, Clock clock, SimulatedPayouts payouts) {
        this.chance = chance;
        this.clock = clock;
        this.payouts = payouts;
    }

    void takes(UUID payout) {
        if (chance.happens(Fault.BANK_SILENT, 6)) {
            return;
        }
        State outcome = chance.oneIn(4) ? State.FAILED : State.SETTLED;
        Instant from = clock.instant();
        if (chance.happens(Fault.BANK_LATE, 4)) {
            from = from.plus(Duration.ofDays(chance.below(20)));
        }
        say(payout, outcome, from);
        if (chance.happens(Fault.BANK_TWICE, 4)) {
            say(payout, outcome, from);
        }
        if (chance.happens(Fault.BANK_CONTRADICTS, 6)) {
            say(payout, outcome == State.SETTLED ? State.FAILED : State.SETTLED, from);
        }
        if (outcome == State.SETTLED && chance.oneIn(5)) {
            say(payout, State.RETURNED, from.plus(Duration.ofDays(3)));
        }
    }

    /** A person asks of all that the bank has said nothing of. */
    void isAsked() {
        for (Line payout : payouts.all()) {
            if (payout.state() == State.SUBMITTED
                    && words.stream().noneMatch(word -> word.payout().equals(payout.id()))) {
                say(payout.id(), State.SETTLED, clock.instant());
            }
        }
    }

    private void say(UUID payout, State outcome, Instant from) {
        words.add(new Word(payout, outcome, from));
    }

    /** The service hears all that was said by now, again each time. */
    void isHeard() throws SQLException {
        for (Word word : List.copyOf(words)) {
            if (!word.from().isAfter(clock.instant())) {
                believe(word);
            }
        }
        for (UUID batch : payouts.batches(State.SUBMITTED)) {
            if (chance.oneIn(6) && isTakenWhole(batch)) {
                payouts.settleRest(batch);
            }
        }
    }

    /** {@return whether what is left of the batch was taken as one sum, of which no more than the sum is said} */
    private boolean isTakenWhole(UUID batch) {
        Set<UUID> rest = new HashSet<>();
        payouts.in(batch, State.SUBMITTED).forEach(payout -> rest.add(payout.id()));
        return words.stream().noneMatch(word -> rest.contains(word.payout()) && word.outcome() != State.SETTLED);
    }

    /** A payout is settled or failed once, and returned only after it was settled; the rest is for a person to look at. */
    private void believe(Word word) throws SQLException {
        Line payout = payouts.get(word.payout());
        if (payout == null) {
            return;
        }
        if (word.outcome() == State.SETTLED && payout.state() == State.SUBMITTED) {
            payouts.settle(payout);
        } else if (word.outcome() == State.FAILED && payout.state() == State.SUBMITTED) {
            payouts.fail(payout);
        } else if (word.outcome() == State.RETURNED && payout.state() == State.SETTLED) {
            payouts.comeBack(payout);
        }
    }
}
