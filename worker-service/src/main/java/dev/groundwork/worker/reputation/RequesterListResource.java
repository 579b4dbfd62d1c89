package dev.groundwork.worker.reputation;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

/** The computed records of requesters over HTTP, for everybody. */
@Path("/v1/requesters")
@Tag(name = "Fair pay")
@PermitAll
@RunOnVirtualThread
class RequesterListResource {

    private final RequesterList list;

    RequesterListResource(RequesterList list) {
        this.list = list;
    }

    @GET
    @Operation(
            operationId = "listRequesters",
            summary = "How requesters decide, how fast they pay and what an hour with them pays",
            description =
                    "Counted from events once an hour; no requester can change or hide it. Requesters with fewer than 10 workers or 20"
                            + " final decisions are not listed, and numbers of smaller groups are left out. Workers, waits and hourly pay count"
                            + " since this list is kept, decisions from the beginning. Hourly pay is rewards and what"
                            + " was added to answers, by paid and unpaid time; what lifts whole weeks to the wage floor comes on top.")
    @APIResponse(responseCode = "200", description = "One page, those with most decisions first")
    @APIResponse(responseCode = "400", description = "invalid-request: search is the beginning of an id")
    public RestResponse<Page<ListedRequester>> list(
            @RestQuery @DefaultValue("") @Pattern(regexp = "[0-9a-fA-F-]{0,36}") String search,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        return RestResponse.ResponseBuilder.ok(list.page(search, cursor, limit))
                .header("Cache-Control", "public, max-age=600")
                .build();
    }
}
