package dev.groundwork.task.time;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Which assignment a worker attends to, and until when the worker's time is given away: every moment is credited once, to the
 * one assignment that was in front, however many are open.
 *
 * <p>A gap between two signs counts up to the reading allowance of the task, and while media play up to
 * {@link #PLAYS_SILENTLY_FOR} where that is longer. Signs older than what
 * is given away change nothing.
 */
public final class Attention {

    /** Input that comes closer than this to the last sign adds nothing. */
    static final Duration INPUT_EVERY = Duration.ofSeconds(5);

    /** How long media that play count without another sign: a few of the half minutes in which a client says something. */
    static final Duration PLAYS_SILENTLY_FOR = Duration.ofMinutes(2);

    private @Nullable UUID assignmentId;
    private Instant creditedUntil;
    private boolean playing;
    private Duration allowance;
    private boolean changed;
    private final Map<UUID, Long> credits = new LinkedHashMap<>();

    /**
     * A worker's attention as it was left.
     *
     * @param assignmentId what the worker attends to; null for nothing
     * @param creditedUntil everything before has been credited or passed over
     * @param allowance of that assignment
     */
    public Attention(@Nullable UUID assignmentId, Instant creditedUntil, boolean playing, Duration allowance) {
        this.assignmentId = assignmentId;
        this.creditedUntil = creditedUntil;
        this.playing = playing;
        this.allowance = allowance;
    }

    /** {@return the attention of a worker of whom nothing has been seen yet} */
    public static Attention none() {
        return new Attention(null, Instant.EPOCH, false, Duration.ZERO);
    }

    /**
     * Takes in one sign of work on an assignment.
     *
     * @param itsAllowance how long a silent look at the task counts as reading it
     */
    public void observe(UUID seenId, Duration itsAllowance, Activity activity) {
        boolean own = seenId.equals(assignmentId);
        if (activity.at().isBefore(creditedUntil) || isIdle(own, activity)) {
            return;
        }
        passTo(activity.at());
        switch (activity.kind()) {
            case FOCUS, INPUT -> {
                if (!own) {
                    attend(seenId, itsAllowance);
                }
            }
            case MEDIA_PLAY -> {
                if (!own) {
                    attend(seenId, itsAllowance);
                }
                playing = true;
            }
            case MEDIA_STOP -> playing = false;
            case BLUR -> leave();
        }
    }

    /** Whether a sign says nothing: of a task that is not in front, or so soon that it would only cut a gap into pieces. */
    private boolean isIdle(boolean own, Activity activity) {
        return switch (activity.kind()) {
            case FOCUS -> false;
            case INPUT -> own && !playing && activity.at().isBefore(creditedUntil.plus(INPUT_EVERY));
            // What plays in the background is not what the worker looks at.
            case MEDIA_PLAY -> !own && assignmentId != null;
            case MEDIA_STOP, BLUR -> !own;
        };
    }

    /** {@return what the gap since the last sign comes to if work on the assignment ends now: it counts like any other} */
    public long tailMillis(UUID endedId, Instant at) {
        return endedId.equals(assignmentId) && at.isAfter(creditedUntil) ? countedMillis(at) : 0;
    }

    /** The assignment was handed in or given back, its {@link #tailMillis} credited. */
    public void end(UUID endedId, Instant at) {
        if (endedId.equals(assignmentId)) {
            leave();
            passTo(at.isBefore(creditedUntil) ? creditedUntil : at);
        }
    }

    private void passTo(Instant at) {
        if (assignmentId != null) {
            credits.merge(assignmentId, countedMillis(at), Long::sum);
        }
        creditedUntil = at;
        changed = true;
    }

    private long countedMillis(Instant at) {
        var gap = Duration.between(creditedUntil, at);
        var most = playing && PLAYS_SILENTLY_FOR.compareTo(allowance) > 0 ? PLAYS_SILENTLY_FOR : allowance;
        return (gap.compareTo(most) < 0 ? gap : most).toMillis();
    }

    private void attend(UUID seenId, Duration itsAllowance) {
        assignmentId = seenId;
        allowance = itsAllowance;
        playing = false;
    }

    private void leave() {
        assignmentId = null;
        playing = false;
    }

    /** {@return milliseconds to credit, by assignment, since this was last asked} */
    public Map<UUID, Long> takeCredits() {
        var taken = new LinkedHashMap<>(credits);
        credits.clear();
        return taken;
    }

    boolean isChanged() {
        return changed;
    }

    @Nullable UUID assignmentId() {
        return assignmentId;
    }

    Instant creditedUntil() {
        return creditedUntil;
    }

    boolean isPlaying() {
        return playing;
    }

    Duration allowance() {
        return allowance;
    }
}
