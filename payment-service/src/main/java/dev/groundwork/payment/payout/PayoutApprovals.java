package dev.groundwork.payment.payout;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.wage.HourlyRates;

import org.jspecify.annotations.Nullable;

/** The rules of who may say yes to a batch, and how many have to. */
@ApplicationScoped
class PayoutApprovals {

    private final PayoutConfig.Approval rules;
    private final HourlyRates rates;

    @Inject
    PayoutApprovals(PayoutConfig config, HourlyRates rates) {
        this(config.approval(), rates);
    }

    PayoutApprovals(PayoutConfig.Approval rules, HourlyRates rates) {
        this.rules = rules;
        this.rates = rates;
    }

    /**
     * Somebody who looks at a batch.
     *
     * @param authenticatedAt when they last proved who they are; null where their token does not say
     */
    record Checker(String actor, @Nullable Instant authenticatedAt) {}

    /** {@return how many people have to approve the batch: as was said at its freeze, whatever rates are imported later} */
    int needed(Connection tx, PayoutBatch batch) throws SQLException {
        Integer said = batch.approvalsNeeded();
        return said == null ? needed(tx, batch.total(), batch.proposedAt()) : said;
    }

    /**
     * {@return how many people have to approve a batch of that total, by its worth in dollars where a rate is known}
     *
     * @param proposedAt whose day's rate is asked
     */
    int needed(Connection tx, Money total, Instant proposedAt) throws SQLException {
        Money worth = rates.worth(tx, total, "USD", LocalDate.ofInstant(proposedAt, ZoneOffset.UTC))
                .orElse(total);
        long major = new BigDecimal(worth.decimal()).longValue();
        Map.Entry<Long, Integer> band = new TreeMap<>(rules.bands()).floorEntry(major);
        return band == null ? rules.people() : band.getValue();
    }

    /** {@return how many of the approvals that the batch has count now} */
    int valid(Connection tx, PayoutBatch batch, Instant now) throws SQLException {
        return ApprovalTable.valid(tx, batch, now.minus(rules.methodRest()));
    }

    /**
     * One more person approves; with enough of them the batch is approved. The batch is locked by the caller.
     *
     * @throws NotAllowed {@code maker-is-checker}, {@code login-too-old}, {@code checker-changed-method},
     *     {@code approval-limit-reached}
     * @throws RuleViolation {@code batch-not-frozen}, {@code batch-changed}
     */
    void approve(Connection tx, PayoutBatch batch, Checker checker, String hash, Instant now) throws SQLException {
        batch.requireFrozen();
        batch.requireContent(hash);
        mayDecide(batch, checker, now);
        if (!ApprovalTable.hasApproved(tx, batch, checker.actor())) {
            mayApprove(tx, batch, checker.actor(), now);
            ApprovalTable.insert(tx, batch, checker.actor(), "APPROVE", null, now);
            PayoutActions.note(tx, batch, "APPROVE", checker.actor(), now);
        }
        if (valid(tx, batch, now) >= needed(tx, batch)) {
            batch.approved(now);
        }
    }

    /** {@return everything that keeps this person from deciding on the batch now; empty where they may} */
    List<NotAllowed> refusals(Connection tx, PayoutBatch batch, Checker checker, Instant now) throws SQLException {
        List<NotAllowed> refusals = new ArrayList<>();
        note(refusals, () -> batch.requireNotMaker(checker.actor()));
        note(refusals, () -> requireRecentLogin(checker, now));
        if (!ApprovalTable.hasApproved(tx, batch, checker.actor())) {
            note(refusals, () -> requireOtherMethods(tx, batch, checker.actor(), now));
            note(refusals, () -> requireWithinLimit(tx, batch, checker.actor(), now));
        }
        return refusals;
    }

    private static void note(List<NotAllowed> refusals, Rule rule) throws SQLException {
        try {
            rule.check();
        } catch (NotAllowed refusal) {
            refusals.add(refusal);
        }
    }

    @FunctionalInterface
    private interface Rule {
        void check() throws SQLException;
    }

    /** @throws NotAllowed {@code maker-is-checker}, {@code login-too-old} */
    void mayDecide(PayoutBatch batch, Checker checker, Instant now) {
        batch.requireNotMaker(checker.actor());
        requireRecentLogin(checker, now);
    }

    private void requireRecentLogin(Checker checker, Instant now) {
        if (rules.loginWithin().isPresent()) {
            Duration within = rules.loginWithin().get();
            Instant login = checker.authenticatedAt();
            if (login == null || login.isBefore(now.minus(within))) {
                throw new NotAllowed(
                        "login-too-old",
                        "Letting money go needs a login within the last " + within.toMinutes()
                                + " minutes: log in again with your password, then repeat this."
                                + (login == null ? " Your token does not say when you did (auth_time)." : ""));
            }
        }
    }

    private void mayApprove(Connection tx, PayoutBatch batch, String actor, Instant now) throws SQLException {
        requireOtherMethods(tx, batch, actor, now);
        requireWithinLimit(tx, batch, actor, now);
    }

    private void requireOtherMethods(Connection tx, PayoutBatch batch, String actor, Instant now) throws SQLException {
        if (ApprovalTable.changedMethod(tx, batch, actor, now.minus(rules.methodRest()))) {
            throw new NotAllowed(
                    "checker-changed-method",
                    "You changed where a worker of this batch is paid, within the last "
                            + rules.methodRest().toHours() + " hours; another person has to approve it.");
        }
    }

    private void requireWithinLimit(Connection tx, PayoutBatch batch, String actor, Instant now) throws SQLException {
        if (rules.perPersonAndDay().isPresent()) {
            Money limit = Money.rounded(rules.perPersonAndDay().get(), batch.currency(), RoundingMode.FLOOR);
            Instant today =
                    now.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).toInstant();
            long sofar = ApprovalTable.approvedSince(tx, batch, actor, today);
            if (Math.addExact(sofar, batch.total().minor()) > limit.minor()) {
                throw new NotAllowed(
                        "approval-limit-reached",
                        "One person approves at most " + limit + " in a day (UTC), and you have approved "
                                + new Money(sofar, batch.currency())
                                + " besides this; another person has to approve it.");
            }
        }
    }
}
