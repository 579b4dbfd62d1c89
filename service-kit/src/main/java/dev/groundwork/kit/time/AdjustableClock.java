package dev.groundwork.kit.time;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The system's time in UTC; a test may move it, and it goes on from there.
 *
 * <p>In a test: {@code @Inject AdjustableClock clock}, then {@code clock.advance(Duration.ofDays(8))}, and
 * {@code clock.reset()} afterwards. Outside of tests every attempt to move it fails. A test of whole processes lets them
 * follow a file instead.
 */
public final class AdjustableClock extends Clock {

    private final boolean movable;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    private final Supplier<Duration> followed;

    /** @param movable false for a clock that nobody may move */
    public AdjustableClock(boolean movable) {
        this(movable, () -> Duration.ZERO);
    }

    private AdjustableClock(boolean movable, Supplier<Duration> followed) {
        this.movable = movable;
        this.followed = followed;
    }

    /** {@return a clock that is as far from the system's time as it is told at each look} */
    static AdjustableClock following(Supplier<Duration> offset) {
        return new AdjustableClock(false, offset);
    }

    @Override
    public Instant instant() {
        var shift = offset.get().plus(followed.get());
        return shift.isZero() ? Instant.now() : Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("times are UTC here; convert where they are shown");
    }

    /** Moves the time forward, or back by a negative duration. */
    public void advance(Duration by) {
        requireMovable();
        offset.updateAndGet(shift -> shift.plus(by));
    }

    /** Continues from the given moment. */
    public void set(Instant now) {
        requireMovable();
        offset.set(Duration.between(Instant.now(), now));
    }

    /** Back to the system's time. */
    public void reset() {
        offset.set(Duration.ZERO);
    }

    private void requireMovable() {
        if (!movable) {
            throw new IllegalStateException("the clock of a running service cannot be moved; only a test's can");
        }
    }
}
