package dev.groundwork.gateway.health;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

@Path("/v1/market-health")
@Tag(name = "Oversight")
@RolesAllowed("operator")
@RunOnVirtualThread
class MarketHealthResource {

    private final MarketHealth health;

    MarketHealthResource(MarketHealth health) {
        this.health = health;
    }

    @GET
    @Operation(
            operationId = "getMarketHealth",
            summary = "How the parts of the marketplace are, and how far they lag",
            description =
                    "Of each service, asked at this moment: whether it is ready, how many events wait in its outbox and since when, how"
                            + " far it is behind the events of others, what it has set aside, and how many rules of the books the last nightly"
                            + " audit found broken.")
    public MarketHealth.Report get() {
        return health.now();
    }
}
