package dev.groundwork.worker.notice;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class NoticeRepository implements PanacheRepositoryBase<Notice, UUID> {

    /** Newest first (a UUIDv7 sorts by its time), after the one that the last page ended with. */
    List<Notice> of(UUID workerId, @Nullable UUID before, boolean unreadOnly, @Nullable NoticeKind kind, int limit) {
        var where = new StringBuilder("workerId = :worker");
        var values = new HashMap<String, Object>(Map.of("worker", workerId));
        if (before != null) {
            where.append(" and id < :before");
            values.put("before", before);
        }
        if (unreadOnly) {
            where.append(" and readAt is null");
        }
        if (kind != null) {
            where.append(" and kind = :kind");
            values.put("kind", kind);
        }
        return find(where.append(" order by id desc").toString(), values)
                .page(0, limit)
                .list();
    }

    long countUnread(UUID workerId) {
        return count("workerId = ?1 and readAt is null", workerId);
    }

    boolean isOf(UUID workerId, UUID id) {
        return count("workerId = ?1 and id = ?2", workerId, id) == 1;
    }

    int markRead(UUID workerId, UUID id, Instant now) {
        return update("readAt = ?1 where workerId = ?2 and id = ?3 and readAt is null", now, workerId, id);
    }

    int markReadUpTo(UUID workerId, @Nullable UUID newest, Instant now) {
        return newest == null
                ? update("readAt = ?1 where workerId = ?2 and readAt is null", now, workerId)
                : update("readAt = ?1 where workerId = ?2 and id <= ?3 and readAt is null", now, workerId, newest);
    }
}
