package dev.groundwork.payment.payout;

import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.kit.idempotency.Idempotency;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.payment.payout.PayoutBatch.Execution;
import dev.groundwork.payment.payout.PayoutTable.Tally;
import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.Rails;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.runtime.TransactionConfiguration;
import org.jspecify.annotations.Nullable;

/** The maker's part: collects who can be paid into a draft, and freezes a draft into a proposal. */
@ApplicationScoped
class PayoutProposals {

    private final PayoutBatchRepository batches;
    private final PayoutMoney money;
    private final PayoutPages pages;
    private final PayoutApprovals approvals;
    private final Rails rails;
    private final Idempotency idempotency;
    private final PayoutConfig config;
    private final AgroalDataSource database;
    private final Clock clock;

    PayoutProposals(
            PayoutBatchRepository batches,
            PayoutMoney money,
            PayoutPages pages,
            PayoutApprovals approvals,
            Rails rails,
            Idempotency idempotency,
            PayoutConfig config,
            AgroalDataSource database,
            Clock clock) {
        this.batches = batches;
        this.money = money;
        this.pages = pages;
        this.approvals = approvals;
        this.rails = rails;
        this.idempotency = idempotency;
        this.config = config;
        this.database = database;
        this.clock = clock;
    }

    /**
     * A repeated proposal is the same batch.
     *
     * @param draft whether it is left as a draft; otherwise it is frozen at once
     * @throws Unprocessable {@code rail-not-offered}, {@code rail-currency}, {@code amount-not-positive}
     * @throws RuleViolation {@code nothing-to-pay}
     */
    @Transactional
    @TransactionConfiguration(timeout = PayoutRun.STEP_SECONDS)
    public PayoutBatchView propose(
            String maker, String key, String rail, String currency, @Nullable String minimumAmount, boolean draft) {
        Capabilities capabilities = rails.offered(rail).capabilities();
        if (!capabilities.moves(currency)) {
            throw new Unprocessable(
                    "rail-currency",
                    rail + " does not move " + currency + "; propose the batch in one of "
                            + String.join(", ", capabilities.currencies()) + ".");
        }
        Money minimum = minimumAmount == null
                ? Money.rounded(config.minimum(), currency, RoundingMode.CEILING)
                : Money.parse(minimumAmount, currency);
        if (minimum.minor() <= 0) {
            throw new Unprocessable("amount-not-positive", "The minimum of a payout is above zero.");
        }
        List<String> request = draft
                ? List.of(rail, currency, minimum.decimal(), "draft")
                : List.of(rail, currency, minimum.decimal());
        return idempotency.once("payout-batch:" + maker, key, request, PayoutBatchView.class, () -> {
            PayoutBatch batch = collect(maker, rail, minimum);
            if (!draft) {
                freeze(batch, maker);
            }
            return PayoutBatchView.of(batch);
        });
    }

    /**
     * Collects all workers who can be paid.
     *
     * @param minimum balances below it are left alone until they have waited long
     * @throws RuleViolation {@code nothing-to-pay}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    PayoutBatch collect(String maker, String rail, Money minimum) {
        Instant now = now();
        Capabilities capabilities = rails.of(rail).capabilities();
        var batch = new PayoutBatch(
                Ids.next(), rail, minimum, maker, Execution.at(now, capabilities.cutOff(minimum.currency())), now);
        batches.persistAndFlush(batch);
        try (var tx = database.getConnection()) {
            int collected =
                    PayoutTable.collect(tx, batch, capabilities.methods(), capabilities.minimumMinor(), config, now);
            if (collected == 0) {
                throw new RuleViolation(
                        "nothing-to-pay",
                        "No worker has at least " + minimum + ", a payout method for " + rail
                                + " that does not rest, and no payout under way. Lower the minimum, or wait; GET /v1/payables"
                                + " says who is owed and why not.");
            }
            drafted(tx, batch, "COLLECT", maker, null, now);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be collected", e);
        }
        Log.infof("payout batch %s collected: %d payouts, %s", batch.id(), batch.payoutCount(), batch.total());
        return batch;
    }

    /** A draft that holds what a rejected batch released, as far as the workers can still be paid. */
    PayoutBatch copy(Connection tx, PayoutBatch rejected, String actor, Instant now) throws SQLException {
        Capabilities capabilities = rails.of(rejected.rail()).capabilities();
        PayoutBatch copy = rejected.copy(Ids.next(), Execution.at(now, capabilities.cutOff(rejected.currency())), now);
        batches.persistAndFlush(copy);
        PayoutTable.copy(tx, rejected.id(), copy.id(), config.approval().methodRest(), now);
        drafted(tx, copy, "COPY", actor, "of " + rejected.id(), now);
        return copy;
    }

    private void drafted(
            Connection tx, PayoutBatch batch, String action, String actor, @Nullable String reason, Instant now)
            throws SQLException {
        String before = batch.contentHash();
        Tally tally = PayoutTable.tally(tx, batch.id(), Set.of(Payout.State.READY));
        batch.collected(
                tally.count(), tally.totalMinor(), BatchContent.of(pages, tx, batch, Payout.State.READY, tally));
        PayoutActions.note(tx, batch, action, actor, before, reason, now);
    }

    /** Reserves what a draft is to pay. Repeating it changes nothing. */
    @Transactional
    @TransactionConfiguration(timeout = PayoutRun.STEP_SECONDS)
    public PayoutBatch freeze(UUID id, String maker) {
        PayoutBatch batch = batches.findForUpdate(id).orElseThrow(() -> new NotFound("payout-batch", id));
        if (batch.state() == PayoutBatch.State.FROZEN && maker.equals(batch.proposedBy())) {
            return batch;
        }
        freeze(batch, maker);
        return batch;
    }

    /**
     * Whose balance has shrunk since the collection is left out.
     *
     * @throws RuleViolation {@code batch-not-draft}, {@code nothing-to-pay}
     */
    @Transactional(Transactional.TxType.MANDATORY)
    void freeze(PayoutBatch batch, String maker) {
        batch.requireDraft();
        Instant now = now();
        String before = batch.contentHash();
        try (var tx = database.getConnection()) {
            var drafted = new BatchContent(batch, batch.payoutCount());
            pages.each(tx, batch.id(), Set.of(Payout.State.READY), page -> {
                PayoutTable.reserve(tx, page, money.hold(tx, batch, page), now);
                drafted.add(page);
                Failpoint.hit("payout.mid-freeze");
            });
            Tally reserved = PayoutTable.tally(tx, batch.id(), Set.of(Payout.State.RESERVED));
            Tally held = PayoutTable.tally(tx, batch.id(), Set.of(Payout.State.HELD));
            if (reserved.count() == 0) {
                throw new RuleViolation(
                        "nothing-to-pay",
                        "None of the balances of this draft is what it was when it was collected: cancel it, and propose anew.");
            }
            batch.frozen(
                    maker,
                    reserved.count(),
                    reserved.totalMinor(),
                    held.count(),
                    held.count() == 0
                            ? drafted.hash()
                            : BatchContent.of(pages, tx, batch, Payout.State.RESERVED, reserved),
                    approvals.needed(tx, new Money(reserved.totalMinor(), batch.currency()), now),
                    now);
            PayoutActions.note(tx, batch, "FREEZE", maker, before, null, now);
        } catch (SQLException e) {
            throw new IllegalStateException("the batch could not be frozen", e);
        }
        Log.infof("payout batch %s frozen: %d payouts, %s", batch.id(), batch.payoutCount(), batch.total());
    }

    /** As precise as the database keeps it, so that what is answered is what is read later. */
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
