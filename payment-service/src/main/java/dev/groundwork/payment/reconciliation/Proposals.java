package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.payment.payout.UntoldPayouts.Heard;
import dev.groundwork.payment.reconciliation.Proposal.Kind;
import dev.groundwork.payment.reconciliation.Proposal.State;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;
import org.jspecify.annotations.Nullable;

/** Keeps proposals and lets another person decide; what is accepted happens in the same transaction. */
@ApplicationScoped
class Proposals {

    private static final String COLUMNS =
            "id, kind, subject, target, reason, state, proposed_by, proposed_at, decided_by, decided_at";

    /** Of all payouts of a batch: each is an entry in the books. */
    private static final int TIMEOUT_SECONDS = 900;

    private final Resolutions resolutions;
    private final AgroalDataSource database;
    private final Clock clock;

    Proposals(Resolutions resolutions, AgroalDataSource database, Clock clock) {
        this.resolutions = resolutions;
        this.database = database;
        this.clock = clock;
    }

    /**
     * Proposes a decision; the same one again is the same proposal.
     *
     * @throws DomainProblem when it could not be accepted as things stand
     */
    Proposal propose(String maker, Kind kind, String subject, @Nullable String target, String reason) {
        if (kind.needsTarget() == (target == null)) {
            throw new InvalidRequest(
                    "invalid-request",
                    kind.needsTarget()
                            ? kind + " needs target, the requester, payout, refund or rail that the line belongs to."
                            : kind + " has no target; leave it out.");
        }
        Instant now = now();
        var proposal = new Proposal(Ids.next(), kind, subject, target, reason, State.PROPOSED, maker, now, null, null);
        // Before anybody is asked about it: saying it again sets off nothing, whatever they would answer now.
        Proposal before = open(proposal);
        if (before != null) {
            return before;
        }
        Heard heard = resolutions.hear(proposal, false);
        return inTransaction("kept", tx -> {
            BankTables.oneAfterTheOther(tx);
            Proposal open = sameOpen(tx, proposal);
            if (open != null) {
                return open;
            }
            resolutions.check(tx, proposal, heard);
            insert(tx, proposal);
            return proposal;
        });
    }

    /**
     * Does what was proposed.
     *
     * @throws NotAllowed {@code maker-is-checker}
     * @throws RuleViolation {@code proposal-decided}, and whatever stands in the way by now
     */
    Proposal accept(UUID id, String checker) {
        Proposal seen = inTransaction("read", tx -> locked(tx, id));
        if (wasAccepted(seen, checker)) {
            return seen;
        }
        requireMayAccept(seen, checker);
        Heard heard = resolutions.hear(seen, true);
        return inTransaction("carried out", tx -> {
            BankTables.oneAfterTheOther(tx);
            Proposal proposal = locked(tx, id);
            if (wasAccepted(proposal, checker)) {
                return proposal;
            }
            requireMayAccept(proposal, checker);
            Proposal accepted = decide(tx, proposal, State.ACCEPTED, checker);
            resolutions.carryOut(tx, accepted, heard, checker, now());
            Log.infof("finance proposal %s (%s) accepted", id, proposal.kind());
            return accepted;
        });
    }

    private static boolean wasAccepted(Proposal proposal, String checker) {
        return proposal.state() == State.ACCEPTED && checker.equals(proposal.decidedBy());
    }

    private static void requireMayAccept(Proposal proposal, String checker) {
        requireOpen(proposal);
        if (checker.equals(proposal.proposedBy())) {
            throw new NotAllowed(
                    "maker-is-checker", "You proposed this yourself; another person has to look at it and accept it.");
        }
    }

    /** Lets it be; whoever proposed it may take it back. */
    @Transactional
    Proposal decline(UUID id, String actor) {
        try (var tx = database.getConnection()) {
            Proposal proposal = locked(tx, id);
            if (proposal.state() == State.DECLINED && actor.equals(proposal.decidedBy())) {
                return proposal;
            }
            requireOpen(proposal);
            return decide(tx, proposal, State.DECLINED, actor);
        } catch (SQLException e) {
            throw new IllegalStateException("the proposal could not be declined", e);
        }
    }

    /** {@return proposals, newest first, before the one with the id {@code before}} */
    List<Proposal> newest(@Nullable State state, @Nullable UUID before, int limit) {
        try (var tx = database.getConnection();
                var statement = tx.prepareStatement("select " + COLUMNS + """
                         from finance_proposal
                        where (?::text is null or state = ?) and (?::uuid is null or id < ?::uuid)
                        order by id desc limit ?""")) {
            String wanted = state == null ? null : state.name();
            statement.setString(1, wanted);
            statement.setString(2, wanted);
            statement.setObject(3, before);
            statement.setObject(4, before);
            statement.setInt(5, limit);
            return read(statement);
        } catch (SQLException e) {
            throw new IllegalStateException("the proposals cannot be read", e);
        }
    }

    private static void requireOpen(Proposal proposal) {
        if (proposal.state() != State.PROPOSED) {
            throw new RuleViolation(
                    "proposal-decided",
                    "The proposal is " + proposal.state() + " already; propose it anew if it still matters.");
        }
    }

    private Proposal decide(Connection tx, Proposal proposal, State state, String actor) throws SQLException {
        Instant now = now();
        try (var statement = tx.prepareStatement(
                "update finance_proposal set state = ?, decided_by = ?, decided_at = ? where id = ?")) {
            statement.setString(1, state.name());
            statement.setString(2, actor);
            statement.setTimestamp(3, Timestamp.from(now));
            statement.setObject(4, proposal.id());
            statement.executeUpdate();
        }
        return new Proposal(
                proposal.id(),
                proposal.kind(),
                proposal.subject(),
                proposal.target(),
                proposal.reason(),
                state,
                proposal.proposedBy(),
                proposal.proposedAt(),
                actor,
                now);
    }

    /** Keeps one that somebody makes by something else, such as a file that is given in. */
    static void insert(Connection tx, Proposal proposal) throws SQLException {
        try (var statement = tx.prepareStatement("""
                insert into finance_proposal (id, kind, subject, target, reason, state, proposed_by, proposed_at)
                values (?, ?, ?, ?, ?, ?, ?, ?)""")) {
            statement.setObject(1, proposal.id());
            statement.setString(2, proposal.kind().name());
            statement.setString(3, proposal.subject());
            statement.setString(4, proposal.target());
            statement.setString(5, proposal.reason());
            statement.setString(6, proposal.state().name());
            statement.setString(7, proposal.proposedBy());
            statement.setTimestamp(8, Timestamp.from(proposal.proposedAt()));
            statement.executeUpdate();
        }
    }

    private @Nullable Proposal open(Proposal proposal) {
        try (var tx = database.getConnection()) {
            return sameOpen(tx, proposal);
        } catch (SQLException e) {
            throw new IllegalStateException("the open proposals cannot be read", e);
        }
    }

    /**
     * {@return the open proposal that is the same; null where none is open about it}
     *
     * @throws RuleViolation {@code proposal-pending}
     */
    private static @Nullable Proposal sameOpen(Connection tx, Proposal proposal) throws SQLException {
        Proposal open = openOf(tx, proposal.subject());
        if (open == null) {
            return null;
        }
        if (open.kind() == proposal.kind()
                && Objects.equals(open.target(), proposal.target())
                && open.proposedBy().equals(proposal.proposedBy())) {
            return open;
        }
        throw new RuleViolation(
                "proposal-pending",
                "Another proposal about this is open: " + open.id() + ". Accept or decline it first.");
    }

    /** {@return what is open about something; at most one} */
    static @Nullable Proposal openOf(Connection tx, String subject) throws SQLException {
        try (var statement = tx.prepareStatement(
                "select " + COLUMNS + " from finance_proposal where subject = ? and state = 'PROPOSED'")) {
            statement.setString(1, subject);
            List<Proposal> found = read(statement);
            return found.isEmpty() ? null : found.getFirst();
        }
    }

    private static Proposal locked(Connection tx, UUID id) throws SQLException {
        try (var statement =
                tx.prepareStatement("select " + COLUMNS + " from finance_proposal where id = ? for update")) {
            statement.setObject(1, id);
            List<Proposal> found = read(statement);
            if (found.isEmpty()) {
                throw new NotFound("finance-proposal", id);
            }
            return found.getFirst();
        }
    }

    private static List<Proposal> read(PreparedStatement statement) throws SQLException {
        List<Proposal> proposals = new ArrayList<>();
        try (ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                Timestamp decidedAt = row.getTimestamp(10);
                proposals.add(new Proposal(
                        Objects.requireNonNull(row.getObject(1, UUID.class)),
                        Kind.valueOf(row.getString(2)),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        State.valueOf(row.getString(6)),
                        row.getString(7),
                        row.getTimestamp(8).toInstant(),
                        row.getString(9),
                        decidedAt == null ? null : decidedAt.toInstant()));
            }
        }
        return proposals;
    }

    /** What is done in a transaction of its own. */
    @FunctionalInterface
    private interface Work {
        Proposal run(Connection tx) throws SQLException;
    }

    private Proposal inTransaction(String done, Work work) {
        return QuarkusTransaction.requiringNew().timeout(TIMEOUT_SECONDS).call(() -> {
            try (var tx = database.getConnection()) {
                return work.run(tx);
            } catch (SQLException e) {
                throw new IllegalStateException("the proposal could not be " + done, e);
            }
        });
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
