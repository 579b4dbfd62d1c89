package dev.groundwork.payment.payout;

import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.lease.Leases;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.payout.PayoutConfig.Collection;
import dev.groundwork.payment.rail.CutOff;
import dev.groundwork.payment.rail.Rails;

import io.quarkus.logging.Log;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;

/**
 * Collects drafts by itself, a while before a rail's cut-off on the days that are set, once a day and schedule. A person looks at
 * each and freezes it: what is collected here reserves nothing and pays nobody.
 */
@ApplicationScoped
class PayoutSchedule {

    static final String ACTOR = "schedule";

    private static final Duration LEASE_TIME = Duration.ofMinutes(5);

    private final PayoutProposals proposals;
    private final PayoutConfig config;
    private final Rails rails;
    private final Leases leases;
    private final Clock clock;

    PayoutSchedule(PayoutProposals proposals, PayoutConfig config, Rails rails, Leases leases, Clock clock) {
        this.proposals = proposals;
        this.config = config;
        this.rails = rails;
        this.leases = leases;
        this.clock = clock;
    }

    @Scheduled(
            identity = "payout-schedule",
            every = "${groundwork.payment.payout-schedule.every:1m}",
            concurrentExecution = ConcurrentExecution.SKIP,
            skipExecutionIf = Scheduled.ApplicationNotRunning.class)
    @RunOnVirtualThread
    void run() {
        Map<String, Collection> collections = config.collections();
        if (collections.isEmpty()) {
            return;
        }
        try {
            if (leases.tryAcquire("payout-schedule", LEASE_TIME) != null) {
                new TreeMap<>(collections).forEach(this::collect);
            }
        } catch (SQLException e) {
            // Nothing is lost: what is due stays due until its cut-off.
            Log.error("Payouts could not be collected; trying again at the next turn", e);
        }
    }

    /** One that cannot be collected keeps none of the others waiting. */
    private void collect(String name, Collection collection) {
        try {
            collectIfDue(name, collection);
        } catch (RuntimeException e) {
            Log.errorf(e, "schedule %s could not collect; trying again at the next turn", name);
        }
    }

    /** Repeating it finds the draft of the day. A day on which nobody can be paid is tried until its cut-off. */
    private void collectIfDue(String name, Collection collection) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        CutOff cutOff = rails.offered(collection.rail()).capabilities().cutOff(collection.currency());
        LocalDate day = cutOff.valueDate(now);
        Instant end = cutOff.equals(CutOff.NONE)
                ? day.atTime(collection.at()).atZone(cutOff.zone()).toInstant()
                : cutOff.deadline(day);
        if (!collection.days().contains(day.getDayOfWeek())
                || now.isBefore(end.minus(collection.before()))
                || now.isAfter(end)) {
            return;
        }
        try {
            PayoutBatchView draft = proposals.propose(
                    ACTOR,
                    name + ":" + day,
                    collection.rail(),
                    collection.currency(),
                    collection
                            .minimum()
                            .map(minimum -> Money.rounded(minimum, collection.currency(), RoundingMode.CEILING)
                                    .decimal())
                            .orElse(null),
                    true);
            Log.debugf("schedule %s: the draft of %s is %s", name, day, draft.id());
        } catch (RuleViolation none) {
            Log.debugf("schedule %s: nothing to collect for %s (%s)", name, day, none.code());
        }
    }
}
