package dev.groundwork.task.assignment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import jakarta.validation.constraints.Size;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.time.Activity;

import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a client may say of the work going on, and all that it may: a field that is not here is refused.
 *
 * @param activeSeconds total active time by the client's own count
 * @param events signs of work since the last heartbeat, each with how long ago it was
 */
@Schema(
        examples =
                "{\"events\": [{\"kind\": \"focus\", \"millisAgo\": 20000}, {\"kind\": \"input\", \"millisAgo\": 4000}]}")
record Heartbeat(
        @Nullable @PositiveOrZero Long activeSeconds,
        @Valid @Nullable @Size(max = 200) List<@NotNull Sign> events) {

    private static final long LONGEST_AGO_MILLIS = 86_400_000;

    /** One sign of work. */
    record Sign(
            @NotNull Activity.Kind kind,

            @NotNull @PositiveOrZero @Max(LONGEST_AGO_MILLIS) Long millisAgo) {}

    /** @throws InvalidRequest where it says nothing at all */
    long reportedSeconds() {
        if (activeSeconds == null) {
            throw new InvalidRequest(
                    "invalid-request",
                    "A heartbeat has events, or activeSeconds where the client sees none.",
                    List.of(new FieldError("/events", "must be there when activeSeconds is not")));
        }
        return activeSeconds;
    }

    /** {@return the signs in the order of their times} */
    List<Activity> activities(Instant now) {
        var activities = new ArrayList<Activity>();
        if (events != null) {
            events.forEach(sign -> activities.add(new Activity(sign.kind(), now.minusMillis(sign.millisAgo()))));
        }
        // Signs of the same instant stay in the order in which they were sent.
        activities.sort(Comparator.comparing(Activity::at));
        return activities;
    }
}
