package dev.groundwork.task.template;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.inject.Inject;

import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

import static dev.groundwork.task.testing.TestJobs.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class TemplateResourceTest {

    private static final Set<String> LANGUAGES = Set.of("en", "fr", "es", "ca");

    @Inject
    Templates templates;

    @Inject
    TestJobs jobs;

    @Inject
    ObjectMapper json;

    private final UUID requester = UUID.randomUUID();

    @Test
    void lists_presets_with_what_they_ask_for() {
        as(requester)
                .get("/v1/templates")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(16))
                .body("items.name", hasItems("boxes", "survey", "custom-html"))
                .body("items.find { it.name == 'entities' }.kinds", equalTo(List.of("spans")))
                .body("items.find { it.name == 'boxes' }.title.ca", equalTo("Caixes delimitadores"));
    }

    @Test
    void one_that_does_not_exist_is_not_found() {
        as(requester)
                .get("/v1/templates/mind-reading")
                .then()
                .statusCode(404)
                .body("code", equalTo("template-not-found"));
    }

    @Test
    void each_speaks_every_language_wherever_people_read() {
        for (Template template : templates.all()) {
            assertThat(template.title().keySet()).as(template.name()).isEqualTo(LANGUAGES);
            assertThat(template.summary().keySet()).as(template.name()).isEqualTo(LANGUAGES);
            assertSpeaks(template.name(), template.spec().path("title"));
            assertSpeaks(template.name(), template.spec().path("instructions").path("short"));
            assertTextsSpeak(template.name(), template.spec().path("ui"));
        }
    }

    @Test
    void each_makes_a_job_that_takes_its_samples_and_their_answers() throws Exception {
        jobs.floors();
        for (Template template : templates.all()) {
            var body = TestJobs.newJob().replace(TestJobs.SPEC, template.spec().toString());
            UUID jobId = TestJobs.create(requester, body)
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getUUID("id");
            var rows = new StringBuilder();
            for (Template.Sample sample : template.samples()) {
                rows.append(json.writeValueAsString(Map.of("externalId", sample.externalId(), "input", sample.input())))
                        .append('\n');
            }
            TestJobs.upload(requester, jobId, "application/x-ndjson", rows.toString())
                    .statusCode(200);

            TaskSpec spec = TaskSpec.parse(template.spec(), "");
            assertThat(template.samples()).as(template.name()).hasSizeGreaterThanOrEqualTo(2);
            for (Template.Sample sample : template.samples()) {
                assertThat(spec.faultsOfInput(sample.input()))
                        .as("%s %s", template.name(), sample.externalId())
                        .isEmpty();
                assertThat(spec.faultsOf(sample.answer(), sample.input()))
                        .as("%s %s", template.name(), sample.externalId())
                        .isEmpty();
            }
        }
    }

    @Test
    void together_they_show_nearly_every_kind() {
        var shown = templates.all().stream()
                .flatMap(template -> TaskSpec.parse(template.spec(), "").outputs().stream())
                .map(OutputField::kind)
                .toList();

        for (OutputKind kind : OutputKind.values()) {
            // A worker cannot upload files yet.
            if (kind != OutputKind.FILE) {
                assertThat(shown).contains(kind);
            }
        }
    }

    @Test
    void an_answer_is_checked_next_to_the_input_of_its_task() {
        Template ranking = templates.named("ranking").orElseThrow();
        TaskSpec spec = TaskSpec.parse(ranking.spec(), "");

        assertThat(spec.needsInput()).isTrue();
        assertThat(spec.faultsOf(
                        ranking.samples().get(0).answer(),
                        ranking.samples().get(1).input()))
                .isNotEmpty();
        as(requester)
                .get("/v1/templates/ranking")
                .then()
                .statusCode(200)
                .body("samples.externalId", hasItem("r-1"))
                .body("spec.spec", equalTo("task/1"));
    }

    /** Every object of texts has the four languages. */
    private static void assertTextsSpeak(String name, JsonNode node) {
        if (node.has("en")) {
            assertSpeaks(name, node);
        } else {
            node.forEach(child -> assertTextsSpeak(name, child));
        }
    }

    private static void assertSpeaks(String name, JsonNode texts) {
        for (String language : LANGUAGES) {
            assertThat(texts.path(language).asText(""))
                    .as("%s in %s", texts, name)
                    .isNotBlank();
        }
    }
}
