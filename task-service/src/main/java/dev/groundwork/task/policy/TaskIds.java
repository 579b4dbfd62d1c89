package dev.groundwork.task.policy;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.UUID;

/**
 * Ids for the tasks of a job that hides control tasks among them: of the same form as all ids, and without an order, so that
 * an id says neither when nor where its task was uploaded.
 */
public final class TaskIds {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final long VERSION_7 = 0x7000L;
    private static final long RANDOM_A = 0x0fffL;
    private static final long VARIANT = 0x8000_0000_0000_0000L;
    private static final long RANDOM_B = 0x3fff_ffff_ffff_ffffL;

    private TaskIds() {}

    /** {@return a new id (UUIDv7) whose time is that of the job and whose rest is random} */
    public static UUID unordered(Instant jobCreatedAt) {
        long head = RANDOM.nextLong();
        long tail = RANDOM.nextLong();
        return new UUID(jobCreatedAt.toEpochMilli() << 16 | VERSION_7 | (head & RANDOM_A), VARIANT | (tail & RANDOM_B));
    }
}
