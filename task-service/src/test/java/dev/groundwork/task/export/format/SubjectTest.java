package dev.groundwork.task.export.format;

import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SubjectTest {

    private static final TaskSpec SPEC = Samples.spec("""
            {"spec": "task/1",
             "input": {"type": "object", "required": ["before", "after"],
                       "properties": {"before": {"type": "string", "x-media": "image"},
                                      "after": {"type": "string", "x-media": "image"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"objects": {"x-kind": "boxes", "x-labels": ["car"], "x-of": {"$in": "/after"}}}}}
            """);

    @Test
    void has_the_size_of_its_own_picture_and_of_no_other() {
        OutputField objects = SPEC.outputs().getFirst();
        var small = new ImageSize(10, 20);
        var large = new ImageSize(300, 400);

        assertThat(Subject.of(SPEC, objects).sizeOf(row(Map.of("before", small, "after", large))))
                .contains(large);
        assertThat(Subject.of(SPEC, objects).sizeOf(row(Map.of("before", small))))
                .isEmpty();
    }

    private static ExportRow row(Map<String, ImageSize> sizes) {
        var nothing = JsonNodeFactory.instance.objectNode();
        return new ExportRow(new UUID(1, 2), "t1", nothing, 0, nothing, List.of(), false, sizes);
    }
}
