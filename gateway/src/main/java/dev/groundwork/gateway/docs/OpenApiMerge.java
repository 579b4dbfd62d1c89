package dev.groundwork.gateway.docs;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One description out of the descriptions of several services.
 *
 * <p>Where two services call different things by one name, the later one's gets the service's name in front.
 */
final class OpenApiMerge {

    private static final String SCHEMAS = "#/components/schemas/";
    private static final String TOKEN = "token";

    private final ObjectNode whole = JsonNodeFactory.instance.objectNode();
    private final ObjectNode paths = JsonNodeFactory.instance.objectNode();
    private final ObjectNode schemas = JsonNodeFactory.instance.objectNode();
    private final ArrayNode tags = JsonNodeFactory.instance.arrayNode();
    private final Set<String> tagNames = new LinkedHashSet<>();

    /**
     * Adds a service.
     *
     * @param prefix for names of schemas that are taken, such as {@code Task}
     * @param mine which paths to take over
     */
    OpenApiMerge add(String prefix, JsonNode description, Predicate<String> mine) {
        var renamed = new HashMap<String, String>();
        var own = description.path("components").path("schemas");
        own.properties().forEach(schema -> {
            var there = schemas.get(schema.getKey());
            if (there != null && !there.equals(schema.getValue())) {
                renamed.put(SCHEMAS + schema.getKey(), SCHEMAS + prefix + schema.getKey());
            }
        });
        own.properties().forEach(schema -> {
            var name = renamed.getOrDefault(SCHEMAS + schema.getKey(), SCHEMAS + schema.getKey());
            schemas.set(name.substring(SCHEMAS.length()), rewrite(schema.getValue(), renamed));
        });
        description.path("paths").properties().forEach(path -> {
            if (mine.test(path.getKey())) {
                paths.withObjectProperty(path.getKey()).setAll((ObjectNode) rewrite(path.getValue(), renamed));
            }
        });
        for (var tag : description.path("tags")) {
            if (tagNames.add(tag.path("name").asText())) {
                tags.add(tag);
            }
        }
        return this;
    }

    /** {@return the whole, with every path below the same address} */
    ObjectNode describe(String title, String version, String about) {
        whole.put("openapi", "3.1.0");
        whole.putObject("info").put("title", title).put("version", version).put("description", about);
        whole.putArray("servers").addObject().put("url", "/");
        whole.set("tags", tags);
        whole.set("paths", paths);
        var components = whole.putObject("components");
        components.set("schemas", schemas);
        components
                .putObject("securitySchemes")
                .putObject(TOKEN)
                .put("type", "http")
                .put("scheme", "bearer")
                .put("bearerFormat", "JWT")
                .put("description", "An access token of the groundwork realm");
        return whole;
    }

    private static JsonNode rewrite(JsonNode node, Map<String, String> renamed) {
        if (node.isArray()) {
            var copy = JsonNodeFactory.instance.arrayNode();
            node.forEach(element -> copy.add(rewrite(element, renamed)));
            return copy;
        }
        if (!node.isObject()) {
            return node;
        }
        var copy = JsonNodeFactory.instance.objectNode();
        node.properties().forEach(member -> {
            if (member.getKey().equals("$ref") && member.getValue().isTextual()) {
                var target = member.getValue().asText();
                copy.put("$ref", renamed.getOrDefault(target, target));
            } else if (member.getKey().equals("security") && member.getValue().isArray()) {
                copy.set("security", security(member.getValue()));
            } else {
                copy.set(member.getKey(), rewrite(member.getValue(), renamed));
            }
        });
        return copy;
    }

    /** Whatever a service calls its way to sign in, from outside it is the same. */
    private static ArrayNode security(JsonNode requirements) {
        var copy = JsonNodeFactory.instance.arrayNode();
        for (var requirement : requirements) {
            var needed = copy.addObject();
            requirement.properties().forEach(scheme -> needed.set(TOKEN, scheme.getValue()));
        }
        return copy;
    }
}
