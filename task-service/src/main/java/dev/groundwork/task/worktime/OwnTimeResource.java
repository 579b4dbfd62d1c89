package dev.groundwork.task.worktime;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** A worker's own time over HTTP. */
@Path("/v1/me/time")
@Tag(name = "Time")
@RolesAllowed("worker")
@RunOnVirtualThread
class OwnTimeResource {

    private static final Duration USUAL = Duration.ofDays(30);

    private final OwnTime time;
    private final Caller caller;
    private final Clock clock;

    OwnTimeResource(OwnTime time, Caller caller, Clock clock) {
        this.time = time;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "getOwnTime",
            summary = "How much of your time was paid",
            description =
                    "By the claim of each attempt; the last 30 days when nothing is said. Returned and expired attempts and"
                            + " rejected answers are unpaid time.")
    @APIResponse(responseCode = "200", description = "Seconds by what became of them")
    @APIResponse(responseCode = "400", description = "invalid-request: from and until are instants, from before until")
    public OwnTimeView get(@RestQuery @Nullable String from, @RestQuery @Nullable String until) {
        Instant end = until == null ? clock.instant() : instant("until", until);
        Instant start = from == null ? end.minus(USUAL) : instant("from", from);
        if (!start.isBefore(end)) {
            throw invalid("from", "must be before until");
        }
        return time.of(caller.workerId(), start, end);
    }

    private static Instant instant(String name, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (instant.isBefore(Instant.EPOCH)) {
                throw invalid(name, "must not be before 1970");
            }
            return instant;
        } catch (DateTimeParseException malformed) {
            throw invalid(name, "must be an instant such as 2026-11-22T18:00:00Z");
        }
    }

    private static InvalidRequest invalid(String name, String detail) {
        return new InvalidRequest(
                "invalid-request",
                "The parameter " + name + " " + detail + ".",
                List.of(new FieldError("/" + name, detail)));
    }
}
