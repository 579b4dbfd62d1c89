package dev.groundwork.payment.reconciliation;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.ledger.Command;
import dev.groundwork.payment.ledger.PostingEngine;
import dev.groundwork.payment.ledger.Receipt;

/** Posts what was decided under locks, where nothing can be refused. */
@ApplicationScoped
class Books {

    private final PostingEngine engine;

    Books(PostingEngine engine) {
        this.engine = engine;
    }

    /** @throws IllegalStateException when a posting is refused: a bug, and nothing of the step remains */
    List<Receipt> post(Connection tx, List<Command> commands) throws SQLException {
        List<Receipt> receipts = engine.post(tx, commands);
        for (int i = 0; i < receipts.size(); i++) {
            if (!receipts.get(i).posted()) {
                throw new IllegalStateException(commands.get(i).businessKey() + " was refused: "
                        + receipts.get(i).refusal());
            }
        }
        return receipts;
    }
}
