package dev.groundwork.task.progress;

import java.time.Duration;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;

import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.Blocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Multi;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/jobs/{jobId}/progress")
@Tag(name = "Results")
@RolesAllowed("requester")
class ProgressResource {

    /** A silent connection is taken for dead by much that stands in between. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(15);

    private final JobProgress progress;
    private final ProgressFeed feed;
    private final Caller caller;

    ProgressResource(JobProgress progress, ProgressFeed feed, Caller caller) {
        this.progress = progress;
        this.feed = feed;
        this.caller = caller;
    }

    @GET
    @RunOnVirtualThread
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(operationId = "getProgress", summary = "How far a job has come")
    public ProgressView get(@RestPath UUID jobId) {
        return progress.of(caller.requesterId(), jobId);
    }

    // Only the first look happens on this thread; a stream that runs on a virtual thread is not to be had.
    @GET
    @Blocking
    @Path("/events")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @Operation(
            operationId = "followProgress",
            summary = "Follow a job's progress",
            description =
                    "Server-sent events named progress: one at once, then one for each change, at most one a second."
                            + " The stream ends with the job; a comment every 15 seconds keeps it alive.")
    public Multi<OutboundSseEvent> follow(@RestPath UUID jobId, Sse sse) {
        Multi<OutboundSseEvent> events = feed.follow(caller.requesterId(), jobId)
                .map(view -> sse.newEventBuilder()
                        .name("progress")
                        .mediaType(MediaType.APPLICATION_JSON_TYPE)
                        .data(view)
                        .build());
        return SseStream.withHeartbeat(events, HEARTBEAT, () -> sse.newEventBuilder()
                .comment("heartbeat")
                .build());
    }
}
