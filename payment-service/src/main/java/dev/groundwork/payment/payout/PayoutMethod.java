package dev.groundwork.payment.payout;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.jspecify.annotations.Nullable;

/**
 * Where a worker wants to be paid. Never edited: a change is a new method, and the old one is only marked as replaced. The
 * database refuses a statement that names anything else, so Hibernate must not name it either.
 */
@Entity
public class PayoutMethod {

    /** Whether payouts go there. */
    public enum State {
        ACTIVE,
        /** Money came back from there: the worker has to name another one. */
        COOLING,
        /** Nothing goes there until finance says so. */
        BLOCKED
    }

    @Id
    private UUID id;

    @Column(updatable = false)
    private UUID workerId;

    @Column(updatable = false)
    private String rail;

    @Column(updatable = false)
    private byte[] details;

    @Column(updatable = false)
    private byte[] fingerprint;

    @Column(updatable = false)
    private String masked;

    /** Changed by statements alone: who only marks a method as replaced does not write back a state that was read before. */
    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private State state;

    @Column(updatable = false)
    private String changedBy;

    @Column(updatable = false)
    private Instant createdAt;

    @Column
    @Nullable private Instant replacedAt;

    /** For Hibernate. */
    protected PayoutMethod() {}

    PayoutMethod(
            UUID id,
            UUID workerId,
            String rail,
            byte[] details,
            byte[] fingerprint,
            String masked,
            String changedBy,
            Instant createdAt) {
        this.id = id;
        this.workerId = workerId;
        this.rail = rail;
        this.details = details;
        this.fingerprint = fingerprint;
        this.masked = masked;
        this.state = State.ACTIVE;
        this.changedBy = changedBy;
        this.createdAt = createdAt;
    }

    void replaced(Instant now) {
        this.replacedAt = now;
    }

    public UUID id() {
        return id;
    }

    public UUID workerId() {
        return workerId;
    }

    public String rail() {
        return rail;
    }

    byte[] details() {
        return details.clone();
    }

    byte[] fingerprint() {
        return fingerprint.clone();
    }

    public String masked() {
        return masked;
    }

    public State state() {
        return state;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public @Nullable Instant replacedAt() {
        return replacedAt;
    }
}
