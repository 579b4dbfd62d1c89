package dev.groundwork.task.review;

import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Locks of rejections over HTTP, for operators. */
@Path("/v1/rejection-locks")
@Tag(name = "Reviews")
@RolesAllowed("operator")
@RunOnVirtualThread
class RejectionLockResource {

    private final RejectionLocks locks;
    private final Caller caller;

    RejectionLockResource(RejectionLocks locks, Caller caller) {
        this.locks = locks;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listRejectionLocks",
            summary = "Requesters whose rejections are locked, newest lock first",
            description =
                    "More than ten rejections in an hour, or a larger share of a job than is usual, lock all further"
                            + " ones of the requester until the lock is lifted. Without those of your own organisation.")
    public Page<RejectionLock> list(
            @RestQuery RejectionLock.@Nullable State state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return locks.list(onlooker(), state, cursor, limit);
    }

    @GET
    @Path("/{lockId}/rejections")
    @Operation(
            operationId = "listLockedRejections",
            summary = "The rejections behind a lock, with task, answer and evidence",
            description =
                    "HOURLY: those of the hour before the lock; RATE: those in the job until then. Whose answers they are"
                            + " is not said.")
    @APIResponse(responseCode = "404", description = "rejection-lock-not-found")
    public Page<LockedRejection> rejections(
            @RestPath UUID lockId,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return locks.rejections(lockId, onlooker(), cursor, limit);
    }

    @POST
    @Path("/{lockId}/lift")
    @Operation(operationId = "liftRejectionLock", summary = "Let the requester reject again")
    @APIResponse(responseCode = "200", description = "LIFTED; counting begins anew")
    @APIResponse(responseCode = "404", description = "rejection-lock-not-found")
    @APIResponse(responseCode = "409", description = "lock-reviewed: it was lifted before")
    public RejectionLock lift(@RestPath UUID lockId, @Valid @NotNull LockReview review) {
        return locks.review(lockId, onlooker(), RejectionLock.State.LIFTED, review.reason());
    }

    @POST
    @Path("/{lockId}/confirm")
    @Operation(operationId = "confirmRejectionLock", summary = "Keep the lock; it can be lifted later")
    @APIResponse(responseCode = "200", description = "CONFIRMED")
    @APIResponse(responseCode = "404", description = "rejection-lock-not-found")
    @APIResponse(responseCode = "409", description = "lock-reviewed: it was lifted or confirmed before")
    public RejectionLock confirm(@RestPath UUID lockId, @Valid @NotNull LockReview review) {
        return locks.review(lockId, onlooker(), RejectionLock.State.CONFIRMED, review.reason());
    }

    private Onlooker onlooker() {
        return new Onlooker(caller.personId(), caller.organisation());
    }

    /** What the operator found. */
    @Schema(examples = "{\"reason\": \"Looked at all ten: copies of one text, rightly rejected.\"}")
    record LockReview(@NotBlank @Size(max = 2000) String reason) {}
}
