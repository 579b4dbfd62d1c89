package dev.groundwork.worker.profile;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Version;

import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.contracts.worker.v1.WorkerEvent.WorkerStandingChanged;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A person who works here.
 *
 * <p>Two counters, because they serve two readers: {@code version} grows with every change and is what a browser edits
 * against; {@code revision} grows only with changes that other services must know.
 */
@Entity
public class Profile {

    @Id
    private UUID workerId;

    @Version
    @Column(nullable = false)
    private int version;

    @Column(nullable = false)
    private long revision;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Standing standing;

    @Column(nullable = false)
    private String displayName;

    @Column(nullable = false)
    private String country;

    @Column
    private @Nullable String subdivision;

    @JdbcTypeCode(SqlTypes.ARRAY)
    @Column(nullable = false, columnDefinition = "text[]")
    private List<String> languages;

    @Column(nullable = false)
    private Instant registeredAt;

    @Column(nullable = false)
    private Instant changedAt;

    /** For Hibernate. */
    protected Profile() {}

    private Profile(UUID workerId, ProfileTerms terms, Instant now) {
        this.workerId = workerId;
        this.revision = 1;
        this.standing = Standing.ACTIVE;
        this.displayName = terms.displayName();
        this.country = terms.country();
        this.subdivision = terms.subdivision();
        this.languages = terms.languages();
        this.registeredAt = now;
        this.changedAt = now;
    }

    /** Registers a worker in good standing. */
    public static Profile register(UUID workerId, ProfileTerms terms, Instant now) {
        return new Profile(workerId, terms, now);
    }

    /**
     * Takes over what the worker says now.
     *
     * @return whether other services must know: the place or the languages changed
     */
    public boolean change(ProfileTerms terms, Instant now) {
        boolean othersMustKnow = !country.equals(terms.country())
                || !Objects.equals(subdivision, terms.subdivision())
                || !languages.equals(terms.languages());
        if (!othersMustKnow && displayName.equals(terms.displayName())) {
            return false;
        }
        displayName = terms.displayName();
        changedAt = now;
        if (othersMustKnow) {
            country = terms.country();
            subdivision = terms.subdivision();
            languages = terms.languages();
            revision++;
        }
        return othersMustKnow;
    }

    /** {@return the whole standing, as other services are told of it} */
    public WorkerStandingChanged standingChanged() {
        return new WorkerStandingChanged(workerId, revision, standing, country, subdivision, languages, changedAt);
    }

    public UUID workerId() {
        return workerId;
    }

    public int version() {
        return version;
    }

    public Standing standing() {
        return standing;
    }

    public String displayName() {
        return displayName;
    }

    public String country() {
        return country;
    }

    public @Nullable String subdivision() {
        return subdivision;
    }

    public List<String> languages() {
        return languages;
    }

    public Instant registeredAt() {
        return registeredAt;
    }

    public Instant changedAt() {
        return changedAt;
    }
}
