package dev.groundwork.kit.inbox;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;

/** Remembers which events had their effect, in the transaction of the effect. */
final class Inbox {

    private Inbox() {}

    /** {@return those of the ids that this consumer sees for the first time} */
    static Set<UUID> accept(Connection tx, String consumer, Collection<UUID> ids) throws SQLException {
        // In one order everywhere, so that two replicas that are handed the same events cannot lock each other out.
        var sorted = ids.stream().sorted().toArray(UUID[]::new);
        try (var insert = tx.prepareStatement("""
                insert into inbox (consumer, event_id)
                select ?, event_id from unnest(?::uuid[]) as event (event_id)
                on conflict do nothing
                returning event_id
                """)) {
            insert.setString(1, consumer);
            insert.setArray(2, tx.createArrayOf("uuid", sorted));
            var accepted = new HashSet<UUID>(sorted.length * 2);
            try (var inserted = insert.executeQuery()) {
                while (inserted.next()) {
                    accepted.add(inserted.getObject(1, UUID.class));
                }
            }
            return accepted;
        }
    }
}
