package dev.groundwork.payment.payout;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.payment.deposit.CardDeposits;
import dev.groundwork.payment.payout.SubmissionTable.Given;
import dev.groundwork.payment.rail.Inbound;
import dev.groundwork.payment.rail.RailEvent;
import dev.groundwork.payment.rail.RailMessage;
import dev.groundwork.payment.rail.Rails;
import dev.groundwork.payment.rail.ReportingRail;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** Takes what rails send by themselves: kept as it came, acted on once. */
@ApplicationScoped
class RailInbox {

    private final Rails rails;
    private final RailOutcomes outcomes;
    private final CardDeposits cards;
    private final PayoutBatchRepository batches;
    private final AgroalDataSource database;
    private final Clock clock;

    RailInbox(
            Rails rails,
            RailOutcomes outcomes,
            CardDeposits cards,
            PayoutBatchRepository batches,
            AgroalDataSource database,
            Clock clock) {
        this.rails = rails;
        this.outcomes = outcomes;
        this.cards = cards;
        this.batches = batches;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Returns once it is kept and done, or was before.
     *
     * @throws InvalidRequest {@code rail-message-unreadable}
     * @throws TryLater {@code rail-unreachable}
     */
    void receive(String railName, byte[] bytes, String signature) {
        ReportingRail rail = rails.reporting(railName);
        rail.verify(bytes, signature);
        Inbound inbound;
        try {
            inbound = rail.parse(bytes);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequest(
                    "rail-message-unreadable", "This is no message of " + railName + ": " + e.getMessage());
        }
        for (RailEvent event : inbound.events()) {
            if (event.kind() == RailEvent.Kind.FAILED) {
                takeBack(rail, event);
            }
        }
        QuarkusTransaction.requiringNew().run(() -> take(rail, inbound, bytes));
    }

    /** Before the failure is taken down: whoever sends it does so again until it is. */
    private void takeBack(ReportingRail rail, RailEvent event) {
        try (var tx = database.getConnection()) {
            RailMessage message = SubmissionTable.messageOf(tx, event.endToEndId());
            if (message != null) {
                rail.takeBack(message);
            }
        } catch (IOException e) {
            Log.warnf(e, "what a failed payout left with %s could not be fetched", rail.name());
            throw new TryLater(
                    "rail-unreachable",
                    "What a failed payout left there could not be fetched; send this again.",
                    Duration.ofMinutes(1));
        } catch (SQLException e) {
            throw new IllegalStateException("the message of a payout cannot be read", e);
        }
    }

    private void take(ReportingRail rail, Inbound inbound, byte[] bytes) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try (var tx = database.getConnection()) {
            String before = SubmissionTable.keepInbound(
                    tx, rail.name(), rail.kind() + "-event", inbound.externalId(), bytes, now);
            if (before != null) {
                if (!before.equals(BatchContent.hash(bytes))) {
                    Log.errorf(
                            "%s sent message %s again with other content: it is not acted on, a person has to look",
                            rail.name(), inbound.externalId());
                }
                return;
            }
            for (RailEvent event : inbound.events()) {
                apply(tx, rail, event, now);
            }
            if (inbound.refused() != null) {
                refuse(tx, rail, inbound.refused(), now);
            }
            if (inbound.card() != null) {
                cards.heard(tx, rail.name(), inbound.card(), now);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a message of " + rail.name() + " could not be taken", e);
        }
    }

    private void refuse(Connection tx, ReportingRail rail, String key, Instant now) throws SQLException {
        Given given = SubmissionTable.given(tx, rail.name(), key);
        if (given == null) {
            Log.warnf("%s speaks of a message %s that nobody here gave it", rail.name(), key);
            return;
        }
        PayoutBatch batch = batches.findForUpdate(given.batchId()).orElseThrow();
        Log.errorf("%s denied message %s of batch %s", rail.name(), key, batch.id());
        SubmissionTable.refused(tx, given.messageId(), "denied");
        outcomes.denied(tx, batch, PayoutTable.between(tx, batch.id(), given.first(), given.last()), now);
    }

    private void apply(Connection tx, ReportingRail rail, RailEvent event, Instant now) throws SQLException {
        Payout seen = PayoutTable.findByEndToEndId(tx, event.endToEndId());
        if (seen == null) {
            Log.warnf("%s speaks of a payout %s that nobody here made", rail.name(), event.endToEndId());
            return;
        }
        PayoutBatch batch = batches.findForUpdate(seen.batchId()).orElseThrow();
        if (!batch.rail().equals(rail.name())) {
            Log.errorf("%s speaks of payout %s, which is for %s", rail.name(), seen.id(), batch.rail());
            return;
        }
        outcomes.apply(tx, batch, List.of(event), now);
    }
}
