package dev.groundwork.task.media;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.TryLater;
import dev.groundwork.task.access.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/media")
@Tag(name = "Media")
@RunOnVirtualThread
class MediaResource {

    private static final String PEAKS = """
            {"version": 1, "duration": 2.5, "channels": 1, "rate": 16000, "samplesPerPeak": 16,
             "peaks": [[-0.02, 0.03, -0.5, 0.48]]}
            """;

    private final Media media;
    private final ObjectStore store;
    private final MediaLinks links;
    private final MediaConfig config;
    private final Caller caller;

    MediaResource(Media media, ObjectStore store, MediaLinks links, MediaConfig config, Caller caller) {
        this.media = media;
        this.store = store;
        this.links = links;
        this.config = config;
        this.caller = caller;
    }

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
    @APIResponse(responseCode = "422", description = "media-broken, media-too-many-pixels")
    public RestResponse<MediumView> upload(InputStream body) throws IOException {
        Medium medium = media.keep(caller.changingRequesterId(), body);
        return RestResponse.ResponseBuilder.<MediumView>created(URI.create("/v1/media/" + medium.id()))
                .entity(MediumView.of(medium, links))
                .build();
    }

    @GET
    @Path("/limits")
    @PermitAll
    @Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getMediaLimits",
            summary = "How large media may be",
            description = "Holds for what requesters upload and for the files that workers answer with.")
    public MediaLimits limits() {
        return new MediaLimits(config.mostBytes(), config.mostPixels());
    }

    @GET
    @Path("/{id}")
    @RolesAllowed("requester")
    @Produces(jakarta.ws.rs.core.MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "getMedium",
            summary = "One of your media: its size, its length, links to it and to what is made of it",
            description = "Thumbnail and peaks are made a moment after the upload; state says when they are there.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MediumView.class)))
    @APIResponse(responseCode = "404", description = "media-not-found: there is none, or it is somebody else's")
    public MediumView one(@RestPath UUID id) {
        return MediumView.of(media.ofRequester(caller.requesterId(), id), links);
    }

    @GET
    @Path("/{id}/content")
    @PermitAll
    @Operation(
            operationId = "getMediumContent",
            summary = "The bytes of a medium, by a signed link",
            description =
                    "Takes a Range header, so that players can seek. The same query on …/thumbnail and …/peaks gives"
                            + " what is made of the medium.")
    @APIResponse(responseCode = "307", description = "Where the operator has it so: the bytes are at another address")
    @APIResponse(responseCode = "403", description = "media-link-forged, media-link-expired")
    public Response content(
            @RestPath UUID id,
            @RestQuery @Nullable Long expires,
            @RestQuery @Nullable String signature,
            @RestHeader("Range") @Nullable String range,
            @RestHeader("If-Range") @Nullable String ifRange,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch)
            throws IOException {
        check(id, expires, signature);
        Medium medium = media.byId(id);
        var wanted = new Wanted(range, ifRange, ifNoneMatch);
        try {
            return serve(shown(medium), wanted);
        } catch (NoSuchFileException moved) {
            // The turned picture has taken the place of the other just now.
            return serveMade(shown(media.byId(id)), wanted, "media", id);
        }
    }

    @GET
    @Path("/{id}/thumbnail")
    @PermitAll
    @Operation(
            operationId = "getMediumThumbnail",
            summary = "A small picture of a medium, by a signed link",
            description = "JPEG, or PNG where one can see through it; 320 pixels on its longer side.")
    @APIResponse(responseCode = "403", description = "media-link-forged, media-link-expired")
    @APIResponse(responseCode = "404", description = "thumbnail-not-found: it is not made yet, or of no such medium")
    public Response thumbnail(
            @RestPath UUID id,
            @RestQuery @Nullable Long expires,
            @RestQuery @Nullable String signature,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch)
            throws IOException {
        check(id, expires, signature);
        String key = media.byId(id).thumbnailKey();
        if (key == null) {
            throw new NotFound("thumbnail", id);
        }
        MediaType type = key.endsWith("." + MediaType.PNG.extension()) ? MediaType.PNG : MediaType.JPEG;
        var file = new Shown(key, size(key), type.contentType(), "thumbnail-" + id + "." + type.extension(), true);
        return serveMade(file, new Wanted(null, null, ifNoneMatch), "thumbnail", id);
    }

    @GET
    @Path("/{id}/peaks")
    @PermitAll
    @Operation(
            operationId = "getMediumPeaks",
            summary = "The outline of a sound, by a signed link",
            description =
                    "JSON: peaks has an array for each channel, with the lowest and the highest sample of one stretch"
                            + " after another, from -1 to 1, as wavesurfer.js takes them together with duration, in seconds.")
    @APIResponse(
            responseCode = "200",
            content =
                    @Content(mediaType = "application/json", examples = @ExampleObject(name = "peaks", value = PEAKS)))
    @APIResponse(responseCode = "403", description = "media-link-forged, media-link-expired")
    @APIResponse(responseCode = "404", description = "peaks-not-found: they are not made yet, or of no such medium")
    public Response peaks(
            @RestPath UUID id,
            @RestQuery @Nullable Long expires,
            @RestQuery @Nullable String signature,
            @RestHeader("If-None-Match") @Nullable String ifNoneMatch)
            throws IOException {
        check(id, expires, signature);
        String key = media.byId(id).peaksKey();
        if (key == null) {
            throw new NotFound("peaks", id);
        }
        var file = new Shown(key, size(key), "application/json", "peaks-" + id + ".json", true);
        return serveMade(file, new Wanted(null, null, ifNoneMatch), "peaks", id);
    }

    /**
     * What is to be shown.
     *
     * @param lasting whether the same bytes will be shown as long as the link works
     */
    private record Shown(String key, long bytes, String contentType, String name, boolean lasting) {

        /** Names the bytes: under a key there are never others. */
        String tag() {
            return "\"" + key.substring(key.lastIndexOf('/') + 1) + "\"";
        }
    }

    /** What the headers of a request ask for. */
    private record Wanted(
            @Nullable String range,
            @Nullable String ifRange,
            @Nullable String ifNoneMatch) {

        boolean isKnown(Shown shown) {
            return ifNoneMatch != null && (ifNoneMatch.equals("*") || ifNoneMatch.contains(shown.tag()));
        }

        ByteRange.Asked rangeOf(Shown shown) {
            boolean ofTheSame = ifRange == null || ifRange.equals(shown.tag());
            return ByteRange.asked(ofTheSame ? range : null, shown.bytes());
        }
    }

    private void check(UUID id, @Nullable Long expires, @Nullable String signature) {
        links.check(id, expires == null ? 0 : expires, signature == null ? "" : signature);
    }

    private static Shown shown(Medium medium) {
        String key = medium.objectKey();
        if (key == null) {
            if (medium.state() == MediaState.PROCESSING) {
                throw new TryLater(
                        "media-processing",
                        "The medium is from an older version of the service and is being cleaned; repeat the request.",
                        Duration.ofSeconds(2));
            }
            throw new NotFound("media", medium.id());
        }
        MediaType type = medium.type();
        return new Shown(
                key,
                medium.objectBytes(),
                type.contentType(),
                medium.id() + "." + type.extension(),
                !key.equals(MediaIntake.unturnedKey(medium.id())) || medium.state() != MediaState.PROCESSING);
    }

    private long size(String key) throws IOException {
        return store.size(key).orElse(0);
    }

    private Response serveMade(Shown shown, Wanted wanted, String what, UUID id) throws IOException {
        try {
            return serve(shown, wanted);
        } catch (NoSuchFileException gone) {
            throw new NotFound(what, id);
        }
    }

    private Response serve(Shown shown, Wanted wanted) throws IOException {
        if (wanted.isKnown(shown)) {
            return finished(Response.notModified(), shown);
        }
        String disposition = "inline; filename=\"" + shown.name() + "\"";
        var elsewhere = store.address(shown.key(), shown.contentType(), disposition);
        if (elsewhere.isPresent()) {
            return Response.temporaryRedirect(elsewhere.get())
                    .header(HttpHeaders.CACHE_CONTROL, "no-store")
                    .header("Cross-Origin-Resource-Policy", "cross-origin")
                    .build();
        }
        return finished(
                bytes(shown, wanted.rangeOf(shown))
                        .type(shown.contentType())
                        .header(HttpHeaders.CONTENT_DISPOSITION, disposition)
                        .header("Accept-Ranges", "bytes"),
                shown);
    }

    private static Response finished(Response.ResponseBuilder response, Shown shown) {
        return response.header(HttpHeaders.ETAG, shown.tag())
                // Whatever somebody uploads is looked at, never run: not as another type, not with our origin's rights.
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; sandbox")
                .header("Cross-Origin-Resource-Policy", "cross-origin")
                .header(
                        HttpHeaders.CACHE_CONTROL,
                        shown.lasting() ? "private, max-age=3600, immutable" : "private, no-cache")
                .build();
    }

    private Response.ResponseBuilder bytes(Shown shown, ByteRange.Asked asked) throws IOException {
        return switch (asked) {
            case ByteRange.Whole ignored ->
                Response.ok(store.open(shown.key())).header(HttpHeaders.CONTENT_LENGTH, shown.bytes());
            case ByteRange.Part part ->
                Response.status(206)
                        .entity(store.open(shown.key(), part.from(), part.length()))
                        .header(HttpHeaders.CONTENT_LENGTH, part.length())
                        .header("Content-Range", "bytes " + part.from() + "-" + part.to() + "/" + shown.bytes());
            case ByteRange.Outside ignored -> Response.status(416).header("Content-Range", "bytes */" + shown.bytes());
        };
    }
}
