package dev.groundwork.task.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.task.access.Caller;
import dev.groundwork.task.bundle.BundleStore.KeptBundle;

import com.fasterxml.jackson.databind.JsonNode;
import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/bundles")
@Tag(name = "Pages of tasks")
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
class BundleResource {

    private static final String PAGE = """
            <crowd-form>
              <img src="${image_url}" alt="">
              <crowd-radio-group>
                <crowd-radio-button name="animal" value="cat">Cat</crowd-radio-button>
                <crowd-radio-button name="animal" value="dog">Dog</crowd-radio-button>
              </crowd-radio-group>
            </crowd-form>
            """;

    private final Bundles bundles;
    private final Caller caller;

    BundleResource(Bundles bundles, Caller caller) {
        this.bundles = bundles;
        this.caller = caller;
    }

    /**
     * A page that was looked through and is kept.
     *
     * @param bundle as a spec's {@code ui} names it
     * @param variables inputs that the page shows
     * @param spec a task spec that the page draws, to begin with: its inputs are the variables, its output the named fields
     * @param notes what was left behind or understood in a certain way
     */
    @Schema(examples = """
            {"bundle": "sha256-aba882d53116b48624c0793568dc69bec8e0bb9c3941ce04084cda275fab7162", "bytes": 300,
             "variables": ["image_url"],
             "spec": {"spec": "task/1", "output": {"properties": {"animal": {"x-kind": "choice", "enum": ["cat", "dog"]}}}},
             "notes": []}""")
    record BundleView(
            String bundle,
            int bytes,
            Set<String> variables,
            @Schema(type = SchemaType.OBJECT) JsonNode spec,
            List<String> notes) {

        static BundleView of(Bundles.Kept kept) {
            return new BundleView(
                    kept.name(),
                    kept.bytes(),
                    kept.page().variables(),
                    PageSpec.of(kept.page(), kept.name()),
                    kept.page().notes());
        }
    }

    /** A page as it was uploaded. */
    record BundlePage(String html) {}

    /**
     * A page that an organisation keeps.
     *
     * @param bundle as a spec's {@code ui} names it
     * @param keptAt when it was uploaded
     * @param published whether a published job is drawn by it: then it cannot be deleted, and does not count
     */
    @Schema(examples = """
            {"bundle": "sha256-aba882d53116b48624c0793568dc69bec8e0bb9c3941ce04084cda275fab7162", "bytes": 300,
             "keptAt": "2026-10-05T09:30:00Z", "published": false}""")
    record KeptBundleView(String bundle, int bytes, Instant keptAt, boolean published) {

        static KeptBundleView of(KeptBundle kept) {
            return new KeptBundleView(Bundles.nameOf(kept.hash()), kept.bytes(), kept.keptAt(), kept.published());
        }
    }

    @POST
    @RolesAllowed("requester")
    @Consumes(MediaType.TEXT_HTML)
    @Operation(
            operationId = "uploadBundle",
            summary = "Upload a page of your own that draws a task",
            description =
                    "One page of HTML with all of its scripts and styles in it, at most 512 KB; pages made for Mechanical Turk"
                            + " and SageMaker work as they are, where ${name} and {{ task.input.name }} are inputs and the crowd tags"
                            + " for forms, choices, texts, sliders and instructions are known. Tags that are not are refused by name,"
                            + " with what to use instead. Answers with the name of the page and a task spec to begin with.")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.TEXT_HTML,
                            schema = @Schema(implementation = String.class),
                            examples = @ExampleObject(name = "page", value = PAGE)))
    @APIResponse(responseCode = "201", content = @Content(schema = @Schema(implementation = BundleView.class)))
    @APIResponse(
            responseCode = "409",
            description = "bundle-quota-used: delete a page that no published job is drawn by")
    @APIResponse(responseCode = "413", description = "bundle-too-large")
    @APIResponse(responseCode = "422", description = "bundle-rejected: errors names the line of each fault")
    @APIResponse(responseCode = "503", description = "uploads-busy: Retry-After says when to try again")
    public RestResponse<BundleView> upload(InputStream body) throws IOException {
        var kept = bundles.keep(caller.changingRequesterId(), body);
        return RestResponse.ResponseBuilder.<BundleView>created(URI.create("/v1/bundles/" + kept.hash()))
                .entity(BundleView.of(kept))
                .build();
    }

    @GET
    @RolesAllowed("requester")
    @Operation(operationId = "listBundles", summary = "The pages that your organisation keeps, the last first")
    public Page<KeptBundleView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit) {
        List<KeptBundle> kept = bundles.list(caller.requesterId(), Cursor.decodeUuid(cursor), limit + 1);
        return Page.of(kept, limit, bundle -> Cursor.encode(bundle.id())).map(KeptBundleView::of);
    }

    @DELETE
    @Path("/{hash}")
    @RolesAllowed("requester")
    @Operation(
            operationId = "deleteBundle",
            summary = "Delete a page that no published job is drawn by",
            description =
                    "Drafts that name it cannot be published until it is uploaded again. Where another organisation uploaded the"
                            + " same page, it stays theirs.")
    @APIResponse(responseCode = "204", description = "deleted")
    @APIResponse(responseCode = "404", description = "bundle-not-found: your organisation keeps no such page")
    @APIResponse(responseCode = "409", description = "bundle-in-use: a published job of yours is drawn by it")
    public void delete(@RestPath String hash) {
        bundles.delete(caller.changingRequesterId(), hash);
    }

    @GET
    @Path("/{hash}")
    @PermitAll
    @Operation(
            operationId = "getBundle",
            summary = "The text of a page, by its hash",
            description = "As JSON, so that no browser runs it here: tasks show it in a frame of another site.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = BundlePage.class)))
    @APIResponse(responseCode = "404", description = "bundle-not-found")
    public RestResponse<BundlePage> page(@RestPath String hash) {
        return RestResponse.ResponseBuilder.ok(new BundlePage(bundles.html(hash)))
                // Under a hash there is never another page.
                .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
                .header("X-Content-Type-Options", "nosniff")
                .build();
    }
}
