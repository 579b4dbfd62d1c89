package dev.groundwork.payment.escrow;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;

/** Says what jobs that are over, and whose answers are paid, may still owe: so much stays in their escrow a while longer. */
public interface Retention {

    /**
     * @param minor the most that it may come to, above zero
     * @param until when to ask again
     */
    record Retained(long minor, Instant until) {}

    /** {@return what jobs that are locked in this transaction may still owe; those that owe nothing are left out} */
    Map<UUID, Retained> of(Connection tx, Collection<UUID> jobIds) throws SQLException;
}
