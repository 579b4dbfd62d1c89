package dev.groundwork.task.job;

import java.util.List;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SameWorkTest {

    private static final String TEXT =
            "Write a helpful answer to the question in the language it is asked in. Explain each step, name your sources,"
                    + " and keep it under two hundred words. Do not copy from other pages.";

    @Test
    void cosmetic_edits_change_nothing() {
        assertThat(work("Answers", TEXT)
                        .likeness(work("ANSWERS!", TEXT.replace(",", " –").replace("step", "Stép"))))
                .isEqualTo(1);
    }

    @Test
    void a_few_other_words_are_still_the_same_work() {
        assertThat(work("Answers", TEXT).likeness(work("Answers", TEXT.replace("two hundred", "one hundred"))))
                .isGreaterThanOrEqualTo(SameWork.VARIANT);
    }

    @Test
    void other_work_is_other_work() {
        assertThat(work("Answers", TEXT)
                        .likeness(work("Boxes", "Draw a box around every car, also where only a part shows.")))
                .isLessThan(0.1);
        assertThat(work("Moods", "").likeness(work("Colours", ""))).isZero();
        assertThat(work("", "").likeness(work("", ""))).isZero();
    }

    @Test
    void translations_are_known_by_what_they_take_and_want() {
        SameWork catalan = work("Escriu una resposta", "ca", "answer");
        assertThat(catalan.isVariantOf(work("Write an answer", "en", "answer"))).isTrue();
        assertThat(catalan.isVariantOf(work("Write a question", "en", "question")))
                .isFalse();
        assertThat(catalan.isVariantOf(work("Fes una altra cosa", "ca", "answer")))
                .isFalse();
    }

    private static SameWork work(String title, String language, String output) {
        ObjectNode spec = new ObjectMapper().createObjectNode();
        spec.putObject("output").putObject("properties").putObject(output).put("x-kind", "text");
        return SameWork.of(title, null, List.of(language), spec);
    }

    private static SameWork work(String title, String instructions) {
        ObjectNode spec = new ObjectMapper().createObjectNode();
        spec.putObject("instructions").putObject("body").put("en", instructions);
        return SameWork.of(title, null, List.of(), spec);
    }
}
