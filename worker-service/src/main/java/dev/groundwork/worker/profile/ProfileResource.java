package dev.groundwork.worker.profile;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.HttpHeaders;

import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.kit.problem.Problem;
import dev.groundwork.worker.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestResponse.Status;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

@Path("/v1/me")
@Tag(name = "Worker", description = "The worker who calls: profile, record and notices")
@RolesAllowed("worker")
@RunOnVirtualThread
class ProfileResource {

    private static final String PROFILE = """
            {"workerId": "5a3f2c1e-7b1d-4a8e-9a39-3f7b7b0f4c11", "displayName": "Wanda", "standing": "ACTIVE",
             "country": "ES", "subdivision": "ES-CT", "languages": ["es", "ca", "en-GB"],
             "registeredAt": "2026-11-22T09:00:00Z", "changedAt": "2026-11-22T09:00:00Z"}""";

    private final ProfileService profiles;
    private final Caller caller;

    ProfileResource(ProfileService profiles, Caller caller) {
        this.profiles = profiles;
        this.caller = caller;
    }

    @GET
    @Operation(operationId = "getMe", summary = "Read your profile")
    @APIResponse(
            responseCode = "200",
            description = "Your profile; its version is the ETag",
            content =
                    @Content(
                            schema = @Schema(implementation = ProfileView.class),
                            examples = @ExampleObject(name = "profile", value = PROFILE)))
    @APIResponse(responseCode = "404", description = "profile-not-found: register with PUT /v1/me")
    public RestResponse<ProfileView> get() {
        return view(Status.OK, profiles.get(caller.workerId()));
    }

    @PUT
    @Operation(
            operationId = "putMe",
            summary = "Register as a worker, or change your profile",
            description = "The first call registers the profile and lets you claim work. Send the ETag of the last read"
                    + " as If-Match to be told when another window changed the profile meanwhile.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = ProfileChange.class),
                            examples = @ExampleObject(name = "profile", value = """
                                                    {"displayName": "Wanda", "country": "ES", "subdivision": "ES-CT", "languages": ["es", "ca", "en-GB"]}""")))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            content =
                    @Content(
                            schema = @Schema(implementation = ProfileView.class),
                            examples = @ExampleObject(name = "profile", value = PROFILE)))
    @APIResponse(
            responseCode = "201",
            description = "Registered",
            content = @Content(schema = @Schema(implementation = ProfileView.class)))
    @APIResponse(responseCode = "400", description = "invalid-request: each fault with its JSON pointer")
    @APIResponse(responseCode = "412", description = "changed-meanwhile: read again, then retry with the new ETag")
    public RestResponse<ProfileView> put(
            @NotNull ProfileChange change,
            @HeaderParam(HttpHeaders.IF_MATCH)
                    @Parameter(description = "ETag of the profile you edited", example = "\"3\"")
                    @Nullable String ifMatch) {
        var terms =
                ProfileTerms.check(change.displayName(), change.country(), change.subdivision(), change.languages());
        var saved = profiles.save(caller.workerId(), terms, ExpectedVersion.ofHeader(ifMatch));
        return view(saved.registered() ? Status.CREATED : Status.OK, saved.profile());
    }

    /** A failed precondition has a status of its own, which no refusal of a rule has. */
    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> map(ProfileMoved moved) {
        var problem = new Problem(
                412,
                "changed-meanwhile",
                "The profile changed since you read it; GET /v1/me again and retry with its ETag.");
        return ResponseBuilder.create(Status.PRECONDITION_FAILED, problem.body())
                .type(Problem.MEDIA_TYPE)
                .build();
    }

    private static RestResponse<ProfileView> view(Status status, Profile profile) {
        return ResponseBuilder.create(status, ProfileView.of(profile))
                .tag(Integer.toString(profile.version()))
                .build();
    }

    record ProfileChange(
            @Schema(description = "1 to 80 characters", required = true) @Nullable String displayName,

            @Schema(description = "ISO 3166-1 alpha-2", required = true, examples = "ES") @Nullable String country,

            @Schema(description = "ISO 3166-2, within the country", examples = "ES-CT") @Nullable String subdivision,

            @Schema(description = "1 to 20 BCP 47 tags, the strongest first", required = true) @Nullable List<@Nullable String> languages) {}

    record ProfileView(
            UUID workerId,
            String displayName,
            Standing standing,
            String country,
            @Nullable String subdivision,
            List<String> languages,
            Instant registeredAt,
            Instant changedAt) {

        static ProfileView of(Profile profile) {
            return new ProfileView(
                    profile.workerId(),
                    profile.displayName(),
                    profile.standing(),
                    profile.country(),
                    profile.subdivision(),
                    profile.languages(),
                    profile.registeredAt(),
                    profile.changedAt());
        }
    }
}
