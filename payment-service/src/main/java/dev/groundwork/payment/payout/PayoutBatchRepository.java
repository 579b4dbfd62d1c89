package dev.groundwork.payment.payout;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class PayoutBatchRepository implements PanacheRepositoryBase<PayoutBatch, UUID> {

    Optional<PayoutBatch> findForUpdate(UUID id) {
        return find("id", id).withLock(LockModeType.PESSIMISTIC_WRITE).firstResultOptional();
    }

    /** Newest first (a UUIDv7 sorts by its time), before the one with the id {@code before}. */
    List<PayoutBatch> newest(@Nullable UUID before, int limit) {
        return before == null
                ? find("order by id desc").page(0, limit).list()
                : find("id < ?1 order by id desc", before).page(0, limit).list();
    }
}
