package dev.groundwork.payment.payout;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Reason;
import dev.groundwork.payment.ledger.Receipt;
import dev.groundwork.payment.payout.SentPayouts.Sent;

import io.agroal.api.AgroalDataSource;

/** Money that came back from a bank and waits until it is known where to send it. */
@ApplicationScoped
class HeldPayouts {

    private final PostingEngine engine;
    private final AgroalDataSource database;

    HeldPayouts(PostingEngine engine, AgroalDataSource database) {
        this.engine = engine;
        this.database = database;
    }

    /** Puts what waits for this worker's payout method back on the balance, in the transaction that saves the method. */
    void release(UUID workerId) {
        try (var tx = database.getConnection()) {
            List<Command> commands = new ArrayList<>();
            for (Sent payout : take(tx, "p.worker_id = ? and m.state <> 'BLOCKED'", workerId)) {
                commands.add(release(payout));
            }
            for (Receipt receipt : engine.post(tx, commands)) {
                if (!receipt.posted()) {
                    throw new IllegalStateException("held money could not be freed: " + receipt.refusal());
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("held money could not be freed", e);
        }
    }

    /** Marks payouts as no longer held, under their locks; {@return those that were} */
    static List<Sent> take(Connection tx, String condition, UUID id) throws SQLException {
        List<Sent> taken;
        try (var statement = tx.prepareStatement("""
                select p.id, p.batch_id, p.worker_id, p.method_id, p.amount_minor, p.currency, p.end_to_end_id, p.state,
                       p.booked_by is not null, m.replaced_at is null, true
                from payout p join payout_method m on m.id = p.method_id
                where p.held and\s""" + condition + " order by p.id for update of p")) {
            statement.setObject(1, id);
            taken = SentPayouts.read(statement);
        }
        try (var statement = tx.prepareStatement("update payout set held = false where id = any (?)")) {
            statement.setArray(
                    1, tx.createArrayOf("uuid", taken.stream().map(Sent::id).toArray()));
            statement.executeUpdate();
        }
        return taken;
    }

    static Command release(Sent payout) {
        return PayoutOutcomes.command(
                "payout-repaired",
                payout.id(),
                List.of(PayoutOutcomes.leg(
                        PayoutOutcomes.held(payout), PayoutOutcomes.payable(payout), payout, Reason.PAYOUT_RETURNED)));
    }
}
