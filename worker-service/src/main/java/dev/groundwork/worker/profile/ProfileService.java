package dev.groundwork.worker.profile;

import java.time.Clock;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.contracts.worker.v1.WorkerEvent;
import dev.groundwork.kit.outbox.Outbox;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;

import org.hibernate.exception.ConstraintViolationException;

/** What a worker may do with their profile: each public method is one use case and one transaction. */
@ApplicationScoped
public class ProfileService {

    private final ProfileRepository profiles;
    private final Outbox outbox;
    private final Clock clock;

    ProfileService(ProfileRepository profiles, Outbox outbox, Clock clock) {
        this.profiles = profiles;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @throws NotFound {@code profile-not-found} before the first {@link #save} */
    @Transactional
    public Profile get(UUID workerId) {
        return profiles.findByIdOptional(workerId).orElseThrow(() -> new NotFound("profile", workerId));
    }

    /**
     * Registers the worker or changes the profile; others are told only of what concerns them.
     *
     * @param expected which version of the profile the caller has seen
     * @throws ProfileMoved when the profile is not of that version
     * @throws RuleViolation {@code changed-meanwhile} when another first registration came between
     */
    @Transactional
    public Saved save(UUID workerId, ProfileTerms terms, ExpectedVersion expected) {
        var known = profiles.findForUpdate(workerId);
        expected.check(known.map(Profile::version).orElse(null));
        if (known.isPresent()) {
            var profile = known.get();
            if (profile.change(terms, clock.instant())) {
                outbox.add(WorkerEvent.TOPIC, workerId, profile.standingChanged());
            }
            // The version that the caller edits against next is the one that this write makes.
            profiles.flush();
            return new Saved(profile, false);
        }
        var profile = Profile.register(workerId, terms, clock.instant());
        try {
            profiles.persistAndFlush(profile);
        } catch (ConstraintViolationException registeredMeanwhile) {
            throw new RuleViolation(
                    "changed-meanwhile", "The profile was registered by another request; read it again and retry.");
        }
        outbox.add(WorkerEvent.TOPIC, workerId, profile.standingChanged());
        return new Saved(profile, true);
    }

    /** @param registered whether this was the first time */
    public record Saved(Profile profile, boolean registered) {}
}
