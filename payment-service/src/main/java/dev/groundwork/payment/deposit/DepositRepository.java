package dev.groundwork.payment.deposit;

import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import org.jspecify.annotations.Nullable;

@ApplicationScoped
class DepositRepository implements PanacheRepositoryBase<Deposit, UUID> {

    /** One requester's deposits, newest first (a UUIDv7 sorts by its time), before the one with the id {@code before}. */
    List<Deposit> ofRequester(UUID requesterId, @Nullable UUID before, int limit) {
        if (before == null) {
            return find("requesterId = ?1 order by id desc", requesterId)
                    .page(0, limit)
                    .list();
        }
        return find("requesterId = ?1 and id < ?2 order by id desc", requesterId, before)
                .page(0, limit)
                .list();
    }
}
