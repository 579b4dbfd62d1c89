package dev.groundwork.worker.notice;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;

import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** Something a worker was told; posted by {@link NoticeBoard}, here to be read and marked as read. */
@Entity
public class Notice {

    @Id
    private UUID id;

    @Column(nullable = false, updatable = false)
    private UUID workerId;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false, updatable = false)
    private NoticeKind kind;

    @Column(nullable = false, updatable = false)
    private UUID subjectId;

    @Column(nullable = false, updatable = false)
    private String currency;

    @Column(nullable = false, updatable = false)
    private long amountMinor;

    @Column(nullable = false, updatable = false)
    private int times;

    @JdbcTypeCode(SqlTypes.JSON)
    @Column(nullable = false, updatable = false)
    private Map<String, String> detail;

    @Column(nullable = false, updatable = false)
    private Instant occurredAt;

    @Column
    private @Nullable Instant readAt;

    /** For Hibernate. */
    protected Notice() {}

    public UUID id() {
        return id;
    }

    public NoticeKind kind() {
        return kind;
    }

    /** {@return the job of a credit, the payout, or the assignment} */
    public UUID subjectId() {
        return subjectId;
    }

    /** {@return ISO 4217, empty where no money is named} */
    public String currency() {
        return currency;
    }

    public long amountMinor() {
        return amountMinor;
    }

    /** {@return how many events this notice stands for} */
    public int times() {
        return times;
    }

    public Map<String, String> detail() {
        return detail;
    }

    public Instant occurredAt() {
        return occurredAt;
    }

    public @Nullable Instant readAt() {
        return readAt;
    }
}
