package dev.groundwork.task.job;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class JobRepository implements PanacheRepositoryBase<Job, UUID> {

    /** A job is found by id and requester together, so that somebody else's looks like none. */
    Optional<Job> find(UUID id, UUID requesterId) {
        return find("id = ?1 and requesterId = ?2", id, requesterId).firstResultOptional();
    }

    Optional<Job> findForUpdate(UUID id, UUID requesterId) {
        return find("id = ?1 and requesterId = ?2", id, requesterId)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResultOptional();
    }

    Optional<Job> findForUpdate(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /**
     * Jobs of one requester, newest first (a UUIDv7 sorts by its time).
     *
     * @param before id of the last job seen; null for the beginning
     */
    List<Job> ofRequester(UUID requesterId, @Nullable JobState state, @Nullable UUID before, int limit) {
        var query = new StringBuilder("requesterId = :requester");
        var parameters = new HashMap<String, Object>(Map.of("requester", requesterId));
        if (state != null) {
            query.append(" and state = :state");
            parameters.put("state", state);
        }
        if (before != null) {
            query.append(" and id < :before");
            parameters.put("before", before);
        }
        return find(query.append(" order by id desc").toString(), parameters)
                .range(0, limit - 1)
                .list();
    }
}
