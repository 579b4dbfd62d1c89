package dev.groundwork.worker.reputation;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.worker.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

@Path("/v1/me/record")
@Tag(name = "Worker")
@RolesAllowed("worker")
@RunOnVirtualThread
class RecordResource {

    private final WorkRecordRepository records;
    private final Caller caller;

    RecordResource(WorkRecordRepository records, Caller caller) {
        this.records = records;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "getMyRecord",
            summary = "Read how your assignments went",
            description = "Counted from events, so a moment behind your last action.")
    @APIResponse(
            responseCode = "200",
            description = "Counts over all your assignments",
            content =
                    @Content(
                            schema = @Schema(implementation = RecordView.class),
                            examples = @ExampleObject(name = "record", value = """
                                                    {"submitted": 55, "approved": 52, "acceptedUnused": 0, "rejectionHeld": 1, "rejected": 1,
                                                     "returned": 3, "expired": 0, "activeSeconds": 1180,
                                                     "approvalRate": 0.9811}""")))
    public RecordView get() {
        var workerId = caller.workerId();
        return RecordView.of(records.findByIdOptional(workerId).orElseGet(() -> WorkRecord.blank(workerId)));
    }

    record RecordView(
            long submitted,
            long approved,
            long acceptedUnused,

            @Schema(description = "Proposed rejections that are open; they count for nothing until they are final")
            long rejectionHeld,

            @Schema(description = "Rejections that stand and were not the requester's fault")
            long rejected,

            long returned,
            long expired,

            @Schema(description = "Seconds really spent, on returned and expired assignments too")
            long activeSeconds,

            @Schema(description = "Approved out of all that are finally decided, 0 to 1; null before the first")
            @Nullable Double approvalRate) {

        static RecordView of(WorkRecord record) {
            return new RecordView(
                    record.submitted(),
                    record.approved(),
                    record.acceptedUnused(),
                    record.rejectionHeld(),
                    record.rejected(),
                    record.returned(),
                    record.expired(),
                    record.activeSeconds(),
                    record.approvalRate());
        }
    }
}
