package dev.groundwork.task.time;

import java.time.Instant;

import com.fasterxml.jackson.annotation.JsonProperty;

/** One coarse sign of work, of the closed list that a client may send: no key, no pointer, no picture is among them. */
public record Activity(Kind kind, Instant at) {

    /** {@return the same sign, not before the task was claimed and not in the future} */
    public Activity within(Instant claimedAt, Instant now) {
        Instant bounded = at.isBefore(claimedAt) ? claimedAt : at.isAfter(now) ? now : at;
        return new Activity(kind, bounded);
    }

    /** What can be seen of a worker. */
    public enum Kind {
        /** The task is in front: its window has the focus and is visible. */
        @JsonProperty("focus")
        FOCUS,
        /** It no longer is. */
        @JsonProperty("blur")
        BLUR,
        /** Something was typed, pressed, touched or scrolled; sent at most every five seconds. */
        @JsonProperty("input")
        INPUT,
        /** A sound or film of the task begins to play, or still plays. */
        @JsonProperty("media-play")
        MEDIA_PLAY,
        /** It stopped. */
        @JsonProperty("media-stop")
        MEDIA_STOP
    }
}
