package dev.groundwork.worker.reputation;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** How a requester decides, over HTTP, for whoever may work for them and for themselves. */
@Path("/v1/requesters/{requesterId}/record")
@Tag(name = "Worker")
@RolesAllowed({"worker", "requester"})
@RunOnVirtualThread
class RequesterRecordResource {

    private final RequesterBook book;

    RequesterRecordResource(RequesterBook book) {
        this.book = book;
    }

    @GET
    @Operation(
            operationId = "getRequesterRecord",
            summary = "How a requester decides on answers",
            description =
                    "Counted from events; the requester can neither change nor hide it. Shares are left out below five"
                            + " decisions.")
    @APIResponse(responseCode = "200", description = "Counts and shares; zeroes for a requester without decisions")
    public RequesterRecordView get(@RestPath UUID requesterId) {
        return RequesterRecordView.of(book.of(requesterId));
    }

    /**
     * How a requester decides.
     *
     * @param rejectionsOpen proposed rejections that are neither final nor overturned
     * @param rejected rejections that stand
     * @param unpaid of these, those without pay
     * @param appealed rejections that workers appealed
     * @param overturned rejections that did not stand
     * @param rejectionRate rejections that stand or fell, out of all decisions that are final
     * @param overturnRate rejections that fell, out of all that are final
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(examples = """
                    {"approved": 520, "acceptedUnused": 3, "rejectionsOpen": 1, "rejected": 4, "unpaid": 1, "appealed": 3,
                     "overturned": 2, "rejectionRate": 0.0113, "overturnRate": 0.3333}""")
    record RequesterRecordView(
            long approved,
            long acceptedUnused,
            long rejectionsOpen,
            long rejected,
            long unpaid,
            long appealed,
            long overturned,
            @Nullable Double rejectionRate,
            @Nullable Double overturnRate) {

        private static final int FEWEST = 5;
        private static final double DIGITS = 10_000;

        static RequesterRecordView of(RequesterTally tally) {
            long contested = tally.rejected() + tally.overturned();
            return new RequesterRecordView(
                    tally.approved(),
                    tally.acceptedUnused(),
                    tally.rejectionHeld(),
                    tally.rejected(),
                    tally.unpaid(),
                    tally.appealed(),
                    tally.overturned(),
                    share(contested, tally.approved() + tally.acceptedUnused() + contested),
                    share(tally.overturned(), contested));
        }

        private static @Nullable Double share(long part, long whole) {
            return whole < FEWEST ? null : Math.round(DIGITS * part / whole) / DIGITS;
        }
    }
}
