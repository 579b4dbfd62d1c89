package dev.groundwork.payment.escrow;

import java.math.BigDecimal;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.MemoryLedger;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.testing.Loose;

import org.jspecify.annotations.Nullable;

/** The money side of jobs in memory; what a job may do and what it costs is decided by the service's own classes. */
@SuppressWarnings("NullAway") // nothing that is null here is used: what would use it is overridden
public final class SimulatedEscrow extends Escrow {

    private static final BigDecimal FEE = new BigDecimal("0.20");
    private static final BigDecimal RESERVE = new BigDecimal("0.25");

    private final MemoryLedger ledger;
    private final Clock clock;
    private Map<UUID, JobFunds> rows = new HashMap<>();

    public SimulatedEscrow(MemoryLedger ledger, Clock clock) {
        super(null, null, null, null, null, clock);
        this.ledger = ledger;
        this.clock = clock;
    }

    /** {@return a copy to go back to} */
    public Map<UUID, JobFunds> mark() {
        Map<UUID, JobFunds> copy = new HashMap<>();
        rows.forEach((id, row) -> copy.put(id, copy(row)));
        return copy;
    }

    public void backTo(Map<UUID, JobFunds> mark) {
        rows = mark;
    }

    private static JobFunds copy(JobFunds row) {
        return Loose.make(
                JobFunds.class,
                row.jobId(),
                row.state(),
                row.termsOrNull(),
                row.settledCount(),
                row.approved(),
                row.endedAt(),
                row.releasedMinor(),
                row.releasedAt(),
                row.advancedMinor());
    }

    @Override
    public Map<UUID, JobFunds> lock(Connection tx, Collection<UUID> jobIds) {
        Map<UUID, JobFunds> locked = new LinkedHashMap<>();
        for (UUID id : jobIds) {
            locked.put(
                    id,
                    rows.computeIfAbsent(
                            id,
                            fresh -> Loose.make(
                                    JobFunds.class,
                                    fresh,
                                    JobFunds.State.AWAITED,
                                    null,
                                    0L,
                                    null,
                                    null,
                                    null,
                                    null,
                                    0L)));
        }
        return locked;
    }

    @Override
    public void saveSettled(Connection tx, Collection<JobFunds> jobs) {
        // They are the rows themselves.
    }

    @Override
    public void toppedUp(Connection tx, Map<UUID, Long> paid) {
        // No top-ups are simulated.
    }

    @Override
    public void advanced(Connection tx, Map<UUID, Long> minor) {
        // No top-ups are simulated.
    }

    @Override
    public long sparedMinor(Connection tx, JobFunds job) {
        return Math.max(0, ledger.available(job.escrow()) - job.neededMinor());
    }

    /** {@return what holds the job's money; null where it may not be held any more} */
    public @Nullable Command holding(UUID job, UUID requester, long reward, long assignments) {
        if (!lock(null, List.of(job)).get(job).mayBeHeld()) {
            return null;
        }
        return Command.of(
                "escrow",
                "hold:" + job,
                "hold",
                "hold:" + job,
                "{}",
                List.of(Leg.move(
                        AccountName.available(requester, "EUR"),
                        AccountName.escrow(job, "EUR"),
                        JobPrice.of(reward, assignments, FEE, RESERVE).total(),
                        Reason.HOLD)));
    }

    public void held(UUID job, UUID requester, long reward, long assignments) {
        rows.get(job)
                .held(new JobFunds.Terms(
                        requester,
                        job,
                        "simulated",
                        "EUR",
                        reward,
                        assignments,
                        FEE,
                        JobPrice.of(reward, assignments, FEE, RESERVE),
                        clock.instant()));
    }

    public void ended(UUID job, long payments) {
        lock(null, List.of(job)).get(job).ended(payments, clock.instant());
    }

    /** {@return jobs that are over and all of whose answers are paid, as the clock that releases them finds them} */
    public List<JobFunds> releasable() {
        List<JobFunds> due = new ArrayList<>();
        for (JobFunds row : rows.values()) {
            Long approved = row.approved();
            if (row.state() == JobFunds.State.ENDED && approved != null && row.settledCount() >= approved) {
                due.add(row);
            }
        }
        return due;
    }

    public static Command releasing(JobFunds job) {
        return Releases.command(job, 0);
    }

    public void released(JobFunds job, long minor) {
        job.released(minor, clock.instant());
    }

    public Collection<JobFunds> jobs() {
        return rows.values();
    }

    public static long settled(JobFunds job) {
        return job.settledCount();
    }
}
