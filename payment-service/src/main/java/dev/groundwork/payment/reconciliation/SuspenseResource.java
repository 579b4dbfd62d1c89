package dev.groundwork.payment.reconciliation;

import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.reconciliation.Suspense.Age;
import dev.groundwork.payment.reconciliation.Suspense.OpenLine;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/suspense")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class SuspenseResource {

    private final Suspense suspense;

    SuspenseResource(Suspense suspense) {
        this.suspense = suspense;
    }

    @GET
    @Operation(
            operationId = "getSuspenseAges",
            summary = "What waits in suspense, by age",
            description =
                    "Lines of bank statements that fitted nothing, by currency and by days since they were booked to the suspense"
                            + " account: 0-1, 2-5, 6-30, 31+.")
    public SuspenseReport ages() {
        return new SuspenseReport(suspense.ages());
    }

    @GET
    @Path("/lines")
    @Operation(
            operationId = "listSuspenseLines",
            summary = "List the lines in suspense, oldest first",
            description = "candidates names payouts of just the amount of the line. Propose what a line is with POST"
                    + " /v1/finance-proposals; another person accepts it.")
    public Page<OpenLine> lines(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        List<OpenLine> rows = suspense.lines(Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(rows, limit, last -> Cursor.encode(last.id()));
    }

    @Schema(name = "SuspenseReport")
    record SuspenseReport(List<Age> ages) {}
}
