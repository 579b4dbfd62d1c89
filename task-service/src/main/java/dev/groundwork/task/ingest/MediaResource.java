package dev.groundwork.task.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Produces;
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
import org.jboss.resteasy.reactive.PathPart;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@jakarta.ws.rs.Path("/v1/media")
@Tag(name = "Media")
@RunOnVirtualThread
class MediaResource {

    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

    private final Media media;
    private final MediaFolder folder;
    private final MediaLinks links;
    private final Caller caller;

    MediaResource(Media media, MediaFolder folder, MediaLinks links, Caller caller) {
        this.media = media;
        this.folder = folder;
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
        Path file = folder.fileOf(medium.sha256());
        if (Files.notExists(file)) {
            throw new NotFound("media", id);
        }
        Response.ResponseBuilder response = whole(file, medium.bytes());
        if (range != null) {
            response = part(file, medium.bytes(), range);
        }
        return response.type(medium.mediaType())
                .header("Accept-Ranges", "bytes")
                // Whatever somebody uploads is looked at, never run: not as another type, not with our origin's rights.
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header("Cache-Control", "private, max-age=3600, immutable")
                .build();
    }

    private static Response.ResponseBuilder whole(Path file, long bytes) {
        return Response.ok(new PathPart(file, 0, bytes));
    }

    /** One range, as players ask for; whatever else a header says is answered with the whole, as HTTP allows. */
    private static Response.ResponseBuilder part(Path file, long bytes, String range) {
        Matcher asked = RANGE.matcher(range);
        if (!asked.matches() || (asked.group(1).isEmpty() && asked.group(2).isEmpty())) {
            return whole(file, bytes);
        }
        long from;
        long to = bytes - 1;
        if (asked.group(1).isEmpty()) {
            from = Math.max(0, bytes - Long.parseLong(asked.group(2)));
        } else {
            from = Long.parseLong(asked.group(1));
            if (!asked.group(2).isEmpty()) {
                to = Math.min(to, Long.parseLong(asked.group(2)));
            }
        }
        if (from > to) {
            return Response.status(416).header("Content-Range", "bytes */" + bytes);
        }
        return Response.status(206)
                .header("Content-Range", "bytes " + from + "-" + to + "/" + bytes)
                .entity(new PathPart(file, from, to - from + 1));
    }
}
