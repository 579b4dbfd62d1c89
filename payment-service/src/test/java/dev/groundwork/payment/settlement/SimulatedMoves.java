package dev.groundwork.payment.settlement;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.groundwork.payment.escrow.JobFunds;
import dev.groundwork.payment.escrow.SimulatedEscrow;
import dev.groundwork.payment.ledger.AccountName;
import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.Leg;
import dev.groundwork.payment.ledger.MemoryLedger.Transfer;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;

/** What the service does without being told of it on a topic: what moves do, and corrections and holds that people make. */
@SuppressWarnings("NullAway") // what is not there although it has to be is a bug, and fails as one
final class SimulatedMoves {

    private final Chance chance;
    private final Clock clock;
    private final SimulatedWorld world;
    private final SimulatedService service;

    SimulatedMoves(Chance chance, Clock clock, SimulatedWorld world, SimulatedService service) {
        this.chance = chance;
        this.clock = clock;
        this.world = world;
        this.service = service;
    }

    /** One of them runs: parked approvals, releases, expired holds, repayments. */
    void runTimer() throws SQLException {
        switch (chance.below(4)) {
            case 0 -> service.settleParked();
            case 1 -> release();
            case 2 ->
                post(service.ledger.expiredHolds().stream()
                        .map(SimulatedMoves::expiring)
                        .toList());
            default -> repay();
        }
    }

    private void release() throws SQLException {
        for (JobFunds job : service.escrow.releasable()) {
            Receipt receipt = post(List.of(SimulatedEscrow.releasing(job))).getFirst();
            if (receipt.posted()) {
                service.escrow.released(job, receipt.amountsMinor().getLast());
            }
        }
    }

    private static Command expiring(Transfer hold) {
        return command(
                "ledger",
                "expire",
                Long.toString(hold.seq()),
                Leg.voidHold(hold.seq(), hold.debit(), hold.credit(), hold.reason()));
    }

    private void repay() throws SQLException {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        for (UUID worker : world.workers) {
            long owed = service.ledger.available(AccountName.debt(worker, "EUR"));
            long earned = 0;
            long repaid = 0;
            for (Transfer transfer : service.ledger.transfers()) {
                if (LocalDate.ofInstant(transfer.at(), ZoneOffset.UTC).equals(day)
                        && transfer.credit().ownerId().equals(worker)) {
                    earned += transfer.reason() == Reason.REWARD ? transfer.amount() : 0;
                    repaid += transfer.reason() == Reason.DEBT_REPAID ? transfer.amount() : 0;
                }
            }
            long due = Math.min(owed, earned / 4 - repaid);
            if (due > 0 && service.ledger.available(AccountName.payable(worker, "EUR")) > 0) {
                post(List.of(DebtRepayments.command(worker, "EUR", day, due, repaid)));
            }
        }
    }

    void reverse() throws SQLException {
        if (world.approvals.isEmpty()) {
            return;
        }
        Command reversal = service.ledger.reversalOf(
                "approve:" + chance.any(world.approvals).assignmentId());
        if (reversal == null) {
            return;
        }
        UUID jobId = reversal.legs().getFirst().credit().ownerId();
        JobFunds job = service.escrow.lock(service.connection, List.of(jobId)).get(jobId);
        List<Command> commands = new ArrayList<>(List.of(reversal));
        if (job.state() == JobFunds.State.RELEASED) {
            commands.add(ApprovalReversals.releasing(job, reversal));
        }
        post(commands);
    }

    void holdForAWhile() throws SQLException {
        UUID requester = chance.any(world.requesters);
        String name = chance.id().toString();
        post(List.of(command(
                "simulation",
                "block",
                name,
                Leg.holdUntil(
                        AccountName.available(requester, "EUR"),
                        AccountName.suspense("EUR"),
                        1L + chance.below(300),
                        Reason.HOLD,
                        clock.instant().plusSeconds(chance.below(20_000))))));
    }

    /** Whoever does not hear an answer asks again under the same key. */
    void deposit() throws SQLException {
        UUID requester = chance.any(world.requesters);
        String name = chance.id().toString();
        Command command = command(
                "deposit",
                "deposit",
                name,
                Leg.move(
                        AccountName.cash("EUR"),
                        AccountName.available(requester, "EUR"),
                        100L + chance.below(5_000),
                        Reason.DEPOSIT));
        for (boolean answered = false; !answered; ) {
            answered = service.guarded(() -> post(List.of(command)));
        }
    }

    private static Command command(String source, String kind, String name, Leg leg) {
        String key = kind + ":" + name;
        return Command.of(source, key, kind, key, "{}", List.of(leg));
    }

    private List<Receipt> post(List<Command> commands) throws SQLException {
        return service.engine.post(service.connection, commands);
    }
}
