package dev.groundwork.task.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Set;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

import dev.groundwork.task.access.Caller;

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
import org.jboss.resteasy.reactive.RestResponse;

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
    @APIResponse(responseCode = "413", description = "bundle-too-large")
    @APIResponse(responseCode = "422", description = "bundle-rejected: errors names the line of each fault")
    public RestResponse<BundleView> upload(InputStream body) throws IOException {
        var kept = bundles.keep(caller.changingRequesterId(), body);
        return RestResponse.ResponseBuilder.<BundleView>created(URI.create("/v1/bundles/" + kept.hash()))
                .entity(BundleView.of(kept))
                .build();
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
