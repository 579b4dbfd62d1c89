package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@jakarta.ws.rs.Path("/v1/media")
@Tag(name = "Media")
@RunOnVirtualThread
class MediaResource {

    private final Media media;
    private final ObjectStore store;
    private final MediaLinks links;
    private final Caller caller;

    MediaResource(Media media, ObjectStore store, MediaLinks links, Caller caller) {
        this.media = media;
        this.store = store;
        this.links = links;
        this.caller = caller;
    }

    /**
     * An uploaded medium.
     *
     * @param id a task's input names it as {@code media:<id>}
     * @param url a link for looking at it, which works for a while
     */
    record MediumView(UUID id, String mediaType, long bytes, String sha256, String url) {}

    @POST
    @RolesAllowed("requester")
    @Consumes(jakarta.ws.rs.core.MediaType.WILDCARD)
    @Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "uploadMedium",
            summary = "Upload a picture, sound, video or document",
            description =
                    "The body is the file as it is; its type is told by its bytes. A task's input then names it as"
                            + " media:<id>, and workers get a link that works for a while.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = "application/octet-stream",
                            schema = @Schema(implementation = String.class, format = "binary")))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = MediumView.class)))
    @APIResponse(responseCode = "413", description = "media-too-large")
    @APIResponse(responseCode = "415", description = "media-type-not-supported")
    public RestResponse<MediumView> upload(InputStream body) throws IOException {
        Media.Medium medium = media.keep(caller.changingRequesterId(), body);
        String url = links.link(medium.id());
        return RestResponse.ResponseBuilder.<MediumView>created(URI.create("/v1/media/" + medium.id()))
                .entity(new MediumView(medium.id(), medium.mediaType(), medium.bytes(), medium.sha256(), url))
                .build();
    }

    @GET
    @jakarta.ws.rs.Path("/{id}/content")
    @PermitAll
    @Operation(
            operationId = "getMediumContent",
            summary = "The bytes of a medium, by a signed link",
            description = "Takes a Range header, so that players can seek.")
    @APIResponse(responseCode = "403", description = "media-link-forged, media-link-expired")
    public Response content(
            @RestPath UUID id,
            @RestQuery @Nullable Long expires,
            @RestQuery @Nullable String signature,
            @RestHeader("Range") @Nullable String range)
            throws IOException {
        links.check(id, expires == null ? 0 : expires, signature == null ? "" : signature);
        Media.Medium medium = media.byId(id);
        Response.ResponseBuilder response = bytes(medium, ByteRange.asked(range, medium.bytes()));
        return response.type(medium.mediaType())
                .header("Accept-Ranges", "bytes")
                // Whatever somebody uploads is looked at, never run: not as another type, not with our origin's rights.
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("Cache-Control", "private, max-age=3600, immutable")
                .build();
    }

    private Response.ResponseBuilder bytes(Media.Medium medium, ByteRange.Asked asked) throws IOException {
        String key = MediaIntake.key(medium.sha256());
        try {
            return switch (asked) {
                case ByteRange.Whole ignored ->
                    Response.ok(store.open(key)).header(HttpHeaders.CONTENT_LENGTH, medium.bytes());
                case ByteRange.Part part ->
                    Response.status(206)
                            .entity(store.open(key, part.from(), part.length()))
                            .header(HttpHeaders.CONTENT_LENGTH, part.length())
                            .header("Content-Range", "bytes " + part.from() + "-" + part.to() + "/" + medium.bytes());
                case ByteRange.Outside ignored ->
                    Response.status(416).header("Content-Range", "bytes */" + medium.bytes());
            };
        } catch (NoSuchFileException gone) {
            throw new NotFound("media", medium.id());
        }
    }
}
