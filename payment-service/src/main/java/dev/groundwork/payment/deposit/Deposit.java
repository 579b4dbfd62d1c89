package dev.groundwork.payment.deposit;

import java.time.Instant;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import dev.groundwork.kit.money.Money;

import org.jspecify.annotations.Nullable;

/** Money that a requester paid in, booked. Written by the batches of {@link Deposits}, read here. */
@Entity
public class Deposit {

    @Id
    private UUID id;

    @Column
    private UUID requesterId;

    @Column
    private long amountMinor;

    @Column
    private String currency;

    @Column
    @Nullable private String reference;

    @Column
    private String rail;

    @Column
    private Instant bookedAt;

    @Column
    private UUID postingId;

    /** For Hibernate. */
    protected Deposit() {}

    Deposit(
            UUID id,
            UUID requesterId,
            Money amount,
            @Nullable String reference,
            String rail,
            Instant bookedAt,
            UUID postingId) {
        this.id = id;
        this.requesterId = requesterId;
        this.amountMinor = amount.minor();
        this.currency = amount.currency();
        this.reference = reference;
        this.rail = rail;
        this.bookedAt = bookedAt;
        this.postingId = postingId;
    }

    public UUID id() {
        return id;
    }

    public UUID requesterId() {
        return requesterId;
    }

    public Money amount() {
        return new Money(amountMinor, currency);
    }

    public @Nullable String reference() {
        return reference;
    }

    public String rail() {
        return rail;
    }

    public Instant bookedAt() {
        return bookedAt;
    }

    public UUID postingId() {
        return postingId;
    }
}
