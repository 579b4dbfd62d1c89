package dev.groundwork.payment.payout;

import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.Unprocessable;

import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import org.jspecify.annotations.Nullable;

/** Takes proposals for payout batches; a repeated one is the same batch. */
@ApplicationScoped
class PayoutProposals {

    private final PayoutRun run;
    private final Idempotency idempotency;
    private final PayoutConfig config;

    PayoutProposals(PayoutRun run, Idempotency idempotency, PayoutConfig config) {
        this.run = run;
        this.idempotency = idempotency;
        this.config = config;
    }

    /** @throws Unprocessable {@code rail-currency}, {@code amount-not-positive} */
    @Transactional
    @TransactionConfiguration(timeout = 900)
    public PayoutBatchView propose(
            String maker, String key, String rail, String currency, @Nullable String minimumAmount) {
        if (!currency.equals("EUR")) {
            throw new Unprocessable("rail-currency", "SEPA moves euros only; propose the batch in EUR.");
        }
        Money minimum = Money.parse(minimumAmount == null ? config.minimum().toPlainString() : minimumAmount, currency);
        if (minimum.minor() <= 0) {
            throw new Unprocessable("amount-not-positive", "The minimum of a payout is above zero.");
        }
        return idempotency.once(
                "payout-batch:" + maker,
                key,
                List.of(rail, currency, minimum.decimal()),
                PayoutBatchView.class,
                () -> PayoutBatchView.of(run.propose(maker, rail, minimum)));
    }
}
