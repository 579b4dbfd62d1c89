package dev.groundwork.task.template;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotFound;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

@Path("/v1/templates")
@Tag(name = "Templates")
@RolesAllowed("requester")
@RunOnVirtualThread
class TemplateResource {

    private static final String LIST_EXAMPLE = """
            {"items": [{"name": "boxes", "title": {"en": "Bounding boxes", "fr": "Rectangles englobants"},
                        "summary": {"en": "A box around every object of a kind."}, "kinds": ["boxes"]}], "next": null}
            """;

    private final Templates templates;

    TemplateResource(Templates templates) {
        this.templates = templates;
    }

    /** A preset in a list. */
    record TemplateView(String name, Map<String, String> title, Map<String, String> summary, Set<String> kinds) {

        static TemplateView of(Template template) {
            var kinds = new LinkedHashSet<String>();
            template.spec()
                    .path("output")
                    .path("properties")
                    .forEach(property -> kinds.add(property.path("x-kind").asText()));
            return new TemplateView(template.name(), template.title(), template.summary(), kinds);
        }
    }

    @GET
    @Operation(operationId = "listTemplates", summary = "Presets of task specs, and the kinds of answers each asks for")
    @APIResponse(
            responseCode = "200",
            content = @Content(examples = @ExampleObject(name = "templates", value = LIST_EXAMPLE)))
    public Page<TemplateView> list() {
        List<TemplateView> all = templates.all().stream().map(TemplateView::of).toList();
        return new Page<>(all, null);
    }

    @GET
    @Path("/{name}")
    @Operation(
            operationId = "getTemplate",
            summary = "A preset with its spec and samples",
            description = "Post the spec as it is or changed as the spec of a new job; upload the samples to try it.")
    @APIResponse(responseCode = "404", description = "template-not-found")
    public Template get(@RestPath String name) {
        return templates.named(name).orElseThrow(() -> new NotFound("template", name));
    }
}
