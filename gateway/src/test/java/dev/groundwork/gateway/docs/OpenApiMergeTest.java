package dev.groundwork.gateway.docs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OpenApiMergeTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void keeps_apart_what_two_services_call_by_one_name() {
        var whole = new OpenApiMerge()
                .add("Task", service("/v1/jobs", "string"), path -> true)
                .add("Worker", service("/v1/me", "integer"), path -> true)
                .describe("Groundwork", "1", "about");

        assertThat(whole.at("/components/schemas/View/type").asText()).isEqualTo("string");
        assertThat(whole.at("/components/schemas/WorkerView/type").asText()).isEqualTo("integer");
        assertThat(ref(whole, "/v1/jobs")).isEqualTo("#/components/schemas/View");
        assertThat(ref(whole, "/v1/me")).isEqualTo("#/components/schemas/WorkerView");
    }

    @Test
    void shares_what_two_services_describe_alike() {
        var whole = new OpenApiMerge()
                .add("Task", service("/v1/jobs", "string"), path -> true)
                .add("Worker", service("/v1/me", "string"), path -> true)
                .describe("Groundwork", "1", "about");

        assertThat(whole.at("/components/schemas").size()).isEqualTo(1);
        assertThat(whole.at("/tags").size()).isEqualTo(1);
    }

    @Test
    void leaves_out_what_is_not_public_and_has_one_way_to_sign_in() {
        var whole = new OpenApiMerge()
                .add("Task", service("/v1/jobs", "string"), path -> path.startsWith("/v1/"))
                .add("Other", service("/internal", "string"), path -> path.startsWith("/v1/"))
                .describe("Groundwork", "1", "about");

        assertThat(whole.path("paths").has("/internal")).isFalse();
        assertThat(whole.path("paths")
                        .path("/v1/jobs")
                        .at("/get/security/0/token/0")
                        .asText())
                .isEqualTo("worker");
        assertThat(whole.at("/components/securitySchemes/token/scheme").asText())
                .isEqualTo("bearer");
    }

    private static String ref(JsonNode whole, String path) {
        return whole.path("paths")
                .path(path)
                .at("/get/responses/200/schema/$ref")
                .asText();
    }

    private static JsonNode service(String path, String type) {
        try {
            return JSON.readTree("""
                    {"tags": [{"name": "Things"}],
                     "components": {"schemas": {"View": {"type": "%s"}}},
                     "paths": {"%s": {"get": {"security": [{"SecurityScheme": ["worker"]}],
                        "responses": {"200": {"schema": {"$ref": "#/components/schemas/View"}}}}}}}
                    """.formatted(type, path));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
