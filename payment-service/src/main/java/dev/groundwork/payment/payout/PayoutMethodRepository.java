package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

@ApplicationScoped
class PayoutMethodRepository implements PanacheRepositoryBase<PayoutMethod, UUID> {

    Optional<PayoutMethod> current(UUID workerId) {
        return find("workerId = ?1 and replacedAt is null", workerId).firstResultOptional();
    }

    /** {@return whether the method, a current one, may not be paid to yet as it was changed after {@code since}} */
    boolean rests(PayoutMethod method, Instant since) {
        flush();
        return (Boolean) getEntityManager()
                .createNativeQuery(
                        "select " + PayoutTable.RESTS
                                + " from payout_method m cross join (select cast(?2 as timestamptz) as since) r where m.id = ?1")
                .setParameter(1, method.id())
                .setParameter(2, since.toString())
                .getSingleResult();
    }

    /** Two changes of one worker come one after the other; there may be no row yet that could be locked. */
    void lockWorker(UUID workerId) {
        getEntityManager()
                .createNativeQuery("select 1 from pg_advisory_xact_lock(?1)")
                .setParameter(1, workerId.getMostSignificantBits() ^ workerId.getLeastSignificantBits())
                .getSingleResult();
    }
}
