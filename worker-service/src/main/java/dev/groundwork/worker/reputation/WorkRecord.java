package dev.groundwork.worker.reputation;

import java.util.UUID;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;

import org.hibernate.annotations.Immutable;
import org.jspecify.annotations.Nullable;

/** How often each thing happened to a worker's assignments; written by {@link RecordBook} in batches, read here. */
@Entity
@Immutable
public class WorkRecord {

    @Id
    private UUID workerId;

    @Column(nullable = false)
    private long submitted;

    @Column(nullable = false)
    private long approved;

    @Column(nullable = false)
    private long acceptedUnused;

    @Column(nullable = false)
    private long rejectionHeld;

    @Column(nullable = false)
    private long rejected;

    @Column(nullable = false)
    private long returned;

    @Column(nullable = false)
    private long expired;

    @Column(nullable = false)
    private long activeSeconds;

    /** For Hibernate. */
    protected WorkRecord() {}

    private WorkRecord(UUID workerId) {
        this.workerId = workerId;
    }

    /** {@return the record of a worker of whom nothing is known yet} */
    static WorkRecord blank(UUID workerId) {
        return new WorkRecord(workerId);
    }

    public UUID workerId() {
        return workerId;
    }

    public long submitted() {
        return submitted;
    }

    public long approved() {
        return approved;
    }

    /** {@return how many were paid and not used} */
    public long acceptedUnused() {
        return acceptedUnused;
    }

    /** {@return how many proposed rejections are open: they count for nothing until they are final} */
    public long rejectionHeld() {
        return rejectionHeld;
    }

    /** {@return how many rejections stand that were not the requester's fault} */
    public long rejected() {
        return rejected;
    }

    public long returned() {
        return returned;
    }

    public long expired() {
        return expired;
    }

    /** {@return seconds really spent, on assignments that were submitted, screened out, returned or expired alike} */
    public long activeSeconds() {
        return activeSeconds;
    }

    /** {@return approved out of all that are finally decided, 0 to 1; null before the first such decision} */
    public @Nullable Double approvalRate() {
        long decided = approved + rejected;
        return decided == 0 ? null : (double) approved / decided;
    }
}
