package dev.groundwork.task.template;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.ObjectMapper;

/** The presets, read once from the program itself. */
@ApplicationScoped
class Templates {

    /** In the order in which they are offered. */
    private static final List<String> NAMES = List.of(
            "image-classification",
            "image-labels",
            "boxes",
            "polygons",
            "keypoints",
            "text-classification",
            "entities",
            "sentiment-toxicity",
            "preference",
            "ranking",
            "writing",
            "translation",
            "transcription",
            "chat-rating",
            "survey",
            "custom-html");

    private final Map<String, Template> byName;

    Templates(ObjectMapper json) {
        var templates = new LinkedHashMap<String, Template>();
        NAMES.forEach(name -> templates.put(name, read(name, json)));
        this.byName = templates;
    }

    List<Template> all() {
        return List.copyOf(byName.values());
    }

    Optional<Template> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    private static Template read(String name, ObjectMapper json) {
        try (var file = Templates.class.getResourceAsStream("/templates/" + name + ".json")) {
            if (file == null) {
                throw new IllegalStateException("the preset " + name + " is missing");
            }
            return json.readValue(file, Template.class);
        } catch (IOException malformed) {
            throw new IllegalStateException("the preset " + name + " cannot be read", malformed);
        }
    }
}
