package dev.groundwork.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.Identity;

/**
 * The requester's part during the work: looks in every second, or where a look at a large job takes long a little less often,
 * approves what has come, and watches the money arrive.
 */
final class Review {

    private static final long PAUSE_MILLIS = 1_000;
    private static final int PAUSE_FOR_COST = 5;

    private final Api api;
    private final Identity.Session requester;
    private final RunState state;
    private final String job;
    private volatile long approved;
    private volatile long credited;
    private volatile boolean over;

    Review(Api api, Identity.Session requester, RunState state, String job) {
        this.api = api;
        this.requester = requester;
        this.state = state;
        this.job = job;
    }

    long approved() {
        return approved;
    }

    /** {@return answers whose money has left the hold, by the requester's own balance} */
    long credited() {
        return credited;
    }

    /** Lets {@link #untilOver()} return after its present round. */
    void workIsOver() {
        over = true;
    }

    /** Approves in rounds while people work. */
    void untilOver() {
        while (!over) {
            long began = System.nanoTime();
            round();
            Waiting.pause(Math.max(PAUSE_MILLIS, PAUSE_FOR_COST * (System.nanoTime() - began) / 1_000_000));
        }
    }

    /** Approves everything that waits, and waits until the expected number is paid. */
    void finish(long expected) {
        Waiting.until("all %,d answers are approved and credited".formatted(expected), () -> {
            if (approved < expected) {
                round();
            } else {
                look();
            }
            return approved >= expected && credited >= expected;
        });
    }

    /** {@return what one approved answer costs the requester: reward and fee} */
    BigDecimal pricePerAnswer() {
        return new BigDecimal(state.known("reward")).add(feePerAnswer());
    }

    /** {@return the platform's fee on one approved answer, by the quote} */
    BigDecimal feePerAnswer() {
        return new BigDecimal(state.known("quote.fee"))
                .divide(new BigDecimal(state.known("quote.assignments")), 2, RoundingMode.UNNECESSARY);
    }

    private void round() {
        api.post(requester, "/v1/jobs/" + job + "/reviews", Map.of("approveAll", true), null);
        look();
    }

    private void look() {
        approved = api.get(requester, "/v1/jobs/" + job + "/progress")
                .path("approved")
                .asLong();
        var balance = Amounts.balance(api.get(requester, "/v1/balance"), Posting.CURRENCY);
        credited = Amounts.in(balance, "spent")
                .subtract(new BigDecimal(state.known("before.spent")))
                .divideToIntegralValue(pricePerAnswer())
                .longValue();
    }
}
