package dev.groundwork.task.export.format;

import java.util.List;
import java.util.Map;

import dev.groundwork.kit.problem.Unprocessable;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FormatTest {

    @Test
    void that_does_not_fit_the_answers_names_those_that_do() {
        assertThatThrownBy(() -> Format.COCO.check(Samples.spec(Samples.MOODS), Options.USUAL))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("export-format-does-not-fit");
                    assertThat(refusal.members())
                            .isEqualTo(Map.of(
                                    "formats", List.of("jsonl", "csv", "parquet", "label-studio", "hugging-face")));
                });
    }

    @Test
    void fits_by_the_kinds_of_the_answers() {
        assertThat(Format.fitting(Samples.spec(Samples.OBJECTS)))
                .contains(Format.COCO, Format.YOLO)
                .doesNotContain(Format.CONLL);
        assertThat(Format.fitting(Samples.spec(Samples.NAMES)))
                .contains(Format.CONLL)
                .doesNotContain(Format.YOLO);
        for (Format format : Format.values()) {
            assertThat(Format.of(format.word())).contains(format);
        }
    }

    @Test
    void of_one_property_asks_which_when_there_are_several() {
        var spec = Samples.spec(Samples.OBJECTS);

        assertThatThrownBy(() -> Format.YOLO.check(spec, Options.USUAL))
                .isInstanceOfSatisfying(Unprocessable.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("export-field-needed");
                    assertThat(refusal.getMessage()).contains("objects, outlines, people");
                });
        assertThatThrownBy(() -> Format.YOLO.check(spec, Samples.options(false, "image")))
                .isInstanceOf(Unprocessable.class);
        Format.YOLO.check(spec, Samples.options(false, "people"));
    }
}
