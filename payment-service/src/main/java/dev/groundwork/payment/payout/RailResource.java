package dev.groundwork.payment.payout;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.Rails;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The ways by which this marketplace pays out: who asks for pay names one that there is. */
@Path("/v1/rails")
@Tag(name = "Worker's money")
@RolesAllowed({"worker", "finance-maker", "finance-checker"})
@RunOnVirtualThread
class RailResource {

    private final Rails rails;

    RailResource(Rails rails) {
        this.rails = rails;
    }

    @GET
    @Operation(
            operationId = "listRails",
            summary = "List the ways by which this marketplace pays",
            description = "Each is set up by an operator; name one of their methods as the rail of your payout method.")
    public RailList list() {
        return new RailList(rails.all().stream().map(RailView::of).toList());
    }

    record RailList(List<RailView> items) {}

    @Schema(name = "Rail")
    record RailView(
            @Schema(examples = "SEPA") String name,

            @Schema(description = "The rail of the payout methods that it pays", examples = "SEPA")
            String method,

            @Schema(description = "Those that it moves; none where it moves any", examples = "[\"EUR\"]")
            List<String> currencies) {

        static RailView of(PayoutRail rail) {
            var capabilities = rail.capabilities();
            return new RailView(
                    rail.name(),
                    capabilities.methods(),
                    capabilities.currencies().stream().sorted().toList());
        }
    }
}
