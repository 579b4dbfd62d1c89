package dev.groundwork.kit.idempotency;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;

import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells a caller that repeated a request that nothing happened this time. */
class ReplayedHeader {

    private final Replay replay;

    ReplayedHeader(Replay replay) {
        this.replay = replay;
    }

    @ServerResponseFilter
    public void mark(ContainerRequestContext request, ContainerResponseContext response) {
        if (request.getHeaderString("Idempotency-Key") != null && replay.hasHappened()) {
            response.getHeaders().putSingle("Idempotent-Replayed", "true");
        }
    }
}
