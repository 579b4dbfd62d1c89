package dev.groundwork.task.importing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LabelProjectTest {

    private static final String EVERYTHING = """
            <View>
              <Text name="t" value="$text"/><Image name="i" value="$image"/><Audio name="a" value="$audio"/>
              <Text name="left" value="$one"/><Text name="right" value="$two"/>
              <Choices name="mood" toName="t" required="true"><Choice value="happy"/><Choice value="sad"/></Choices>
              <Choices name="topics" toName="t" choice="multiple"><Choice value="sea"/><Choice value="sun"/></Choices>
              <Labels name="names" toName="t"><Label value="person"/></Labels>
              <Labels name="noises" toName="a"><Label value="bell"/></Labels>
              <RectangleLabels name="cars" toName="i"><Label value="car"/></RectangleLabels>
              <PolygonLabels name="trees" toName="i"><Label value="tree"/></PolygonLabels>
              <KeyPointLabels name="eyes" toName="i"><Label value="eye"/></KeyPointLabels>
              <TextArea name="why" toName="t"/>
              <TextArea name="said" toName="a"/>
              <Rating name="stars" toName="t" maxRating="7"/>
              <Number name="count" toName="t" min="0"/>
              <Pairwise name="better" toName="left,right"/>
            </View>
            """;

    private static final String TASK = """
            {"id": 17, "data": {"text": "🌊 Ana", "image": "https://example.org/i", "audio": "https://example.org/a", "one": "1", "two": "2"},
             "annotations": [
               {"was_cancelled": true, "result": []},
               {"result": [
                 {"from_name": "mood", "to_name": "t", "type": "choices", "value": {"choices": ["sad"]}},
                 {"from_name": "topics", "to_name": "t", "type": "choices", "value": {"choices": ["sun", "sea"]}},
                 {"from_name": "names", "to_name": "t", "type": "labels", "value": {"start": 3, "end": 6, "labels": ["person"]}},
                 {"from_name": "noises", "to_name": "a", "type": "labels", "value": {"start": 0.25, "end": 1.5, "labels": ["bell"]}},
                 {"from_name": "cars", "to_name": "i", "type": "rectanglelabels", "original_width": 200, "original_height": 100,
                  "value": {"x": 5, "y": 20.5, "width": 25, "height": 25.255, "rotation": 0, "rectanglelabels": ["car"]}},
                 {"from_name": "trees", "to_name": "i", "type": "polygonlabels", "original_width": 200, "original_height": 100,
                  "value": {"points": [[0, 0], [20, 0], [20, 30]], "polygonlabels": ["tree"]}},
                 {"from_name": "eyes", "to_name": "i", "type": "keypointlabels", "original_width": 200, "original_height": 100,
                  "value": {"x": 50, "y": 50, "width": 0.5, "keypointlabels": ["eye"]}},
                 {"from_name": "why", "to_name": "t", "type": "textarea", "value": {"text": ["grey", "sky"]}},
                 {"from_name": "said", "to_name": "a", "type": "textarea", "value": {"text": "who is there"}},
                 {"from_name": "stars", "to_name": "t", "type": "rating", "value": {"rating": 6}},
                 {"from_name": "count", "to_name": "t", "type": "number", "value": {"number": 2}},
                 {"from_name": "better", "to_name": "left", "type": "pairwise", "value": {"selected": "right"}}]}]}
            """;

    private final LabelProject project = new LabelProject(LabelConfig.parse(EVERYTHING));
    private final TaskSpec spec = TaskSpec.parse(project.spec(), "/spec");

    @Test
    void becomes_a_spec_that_is_valid() {
        assertThat(project.kinds().toString())
                .isEqualTo("{mood=choice, topics=multichoice, names=spans, noises=segments, cars=boxes, trees=polygons,"
                        + " eyes=keypoints, why=text, said=transcript, stars=rating, count=number, better=preference}");
        assertThat(spec.outputs())
                .hasSize(12)
                .filteredOn(field -> field.required())
                .hasSize(1);
        assertThat(spec.inputs())
                .extracting(input -> input.name())
                .containsExactly("text", "image", "audio", "one", "two");
    }

    @Test
    void has_annotations_that_are_answers() {
        JsonNode answer = project.answerIn(json(TASK), spec).orElseThrow();

        assertThat(answer.path("mood").asText()).isEqualTo("sad");
        // Two UTF-16 units of the wave are one character.
        assertThat(answer.path("names").path("spans").path(0).path("start").asInt())
                .isEqualTo(2);
        assertThat(answer.path("names").path("spans").path(0).path("end").asInt())
                .isEqualTo(5);
        assertThat(answer.path("noises").path(0).path("end").asInt()).isEqualTo(1500);
        assertThat(answer.path("cars").path(0).path("x").asDouble()).isEqualTo(10);
        assertThat(answer.path("cars").path(0).path("height").asDouble()).isEqualTo(25.26);
        assertThat(answer.path("trees").path(0).path("points").path(2).path(1).asDouble())
                .isEqualTo(30);
        assertThat(answer.path("eyes").path(0).path("points").path(0).path("x").asDouble())
                .isEqualTo(100);
        assertThat(answer.path("why").asText()).isEqualTo("grey\nsky");
        assertThat(answer.path("said").asText()).isEqualTo("who is there");
        assertThat(answer.path("stars").asInt()).isEqualTo(6);
        assertThat(answer.path("better").path("choice").asText()).isEqualTo("two");
    }

    @Test
    void has_no_answer_where_an_annotation_does_not_fit() {
        String outside = TASK.replace("[\"sad\"]", "[\"angry\"]");

        assertThat(project.answerIn(json(outside), spec)).isEmpty();
        assertThat(project.answerIn(json("{\"data\": {}}"), spec)).isEqualTo(Optional.empty());
    }

    /** The golden files of what we export; the other way round they come to what they were made of. */
    @Test
    void what_we_export_comes_back() throws IOException {
        JsonNode objects = returned("objects-label-studio.zip.txt").orElseThrow();
        JsonNode moods = returned("moods-label-studio.zip.txt").orElseThrow();
        JsonNode names = returned("names-label-studio.zip.txt").orElseThrow();

        assertThat(objects.path("objects").path(1).path("label").asText()).isEqualTo("big \"bike\"");
        assertThat(objects.path("objects").path(0).path("y").asDouble()).isEqualTo(20.5);
        assertThat(objects.path("outlines")
                        .path(0)
                        .path("points")
                        .path(3)
                        .path(1)
                        .asDouble())
                .isEqualTo(30.13);
        assertThat(objects.path("people").path(0).path("box").path("height").asDouble())
                .isEqualTo(80);
        assertThat(objects.path("people").path(0).path("points").toString())
                .isEqualTo("[{\"x\":40,\"y\":20,\"visibility\":2},{\"x\":30.55,\"y\":50,\"visibility\":1},"
                        + "{\"visibility\":0}]");
        assertThat(moods.path("mood").asText()).isEqualTo("happy");
        assertThat(moods.path("words").path(0).asText()).isEqualTo("sea");
        assertThat(moods.path("score").asInt()).isEqualTo(2);
        assertThat(names.path("names").path("spans").toString())
                .isEqualTo("[{\"label\":\"big place\",\"start\":30,\"end\":38}]");
    }

    private static Optional<JsonNode> returned(String golden) throws IOException {
        String text;
        try (var in = LabelProjectTest.class.getResourceAsStream("/golden/" + golden)) {
            text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        String config = text.substring(text.indexOf("<View>"), text.indexOf("=== tasks.json"));
        JsonNode tasks = json(text.substring(text.indexOf('\n', text.indexOf("=== tasks.json"))));
        var returned = new LabelProject(LabelConfig.parse(config));
        return returned.answerIn(tasks.path(0), TaskSpec.parse(returned.spec(), "/spec"));
    }

    @Test
    void names_tasks_by_what_there_is() {
        assertThat(LabelProject.externalIdOf(json(TASK), 3)).isEqualTo("17");
        assertThat(LabelProject.externalIdOf(json("{\"meta\": {\"externalId\": \"ours\"}, \"id\": 1}"), 3))
                .isEqualTo("ours");
        assertThat(LabelProject.externalIdOf(json("{\"text\": \"bare\"}"), 3)).isEqualTo("task-3");
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
