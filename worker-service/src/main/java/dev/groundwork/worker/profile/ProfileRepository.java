package dev.groundwork.worker.profile;

import java.util.Optional;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;

@ApplicationScoped
class ProfileRepository implements PanacheRepositoryBase<Profile, UUID> {

    /** Locked, so that two changes of one profile come one after the other and each sees the version it changes. */
    Optional<Profile> findForUpdate(UUID workerId) {
        return findByIdOptional(workerId, LockModeType.PESSIMISTIC_WRITE);
    }
}
