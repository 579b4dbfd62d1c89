package dev.groundwork.task.importing;

import java.util.List;
import java.util.Map;

import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.Unprocessable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

class LabelConfigTest {

    @Test
    void says_what_is_shown_and_what_is_asked() {
        LabelConfig config = LabelConfig.parse("""
                <View>
                  <Header value="Look"/>
                  <Image name="img" value="$picture"/>
                  <RectangleLabels name="box" toName="img"><Label value="car"/><View><Label value="bike" background="red"/></View></RectangleLabels>
                  <Choices name="scene" toName="img" choice="multiple" required="true"><Choice value="day"/><Choice value="night"/></Choices>
                </View>
                """);

        assertThat(config.objects()).containsExactly(new LabelConfig.Shown("img", "picture", "image"));
        assertThat(config.controls())
                .extracting(LabelConfig.Control::tag, LabelConfig.Control::labels, LabelConfig.Control::about)
                .containsExactly(
                        tuple("RectangleLabels", List.of("car", "bike"), List.of("img")),
                        tuple("Choices", List.of("day", "night"), List.of("img")));
    }

    @Test
    void names_every_tag_that_cannot_be_imported() {
        assertThatThrownBy(() -> LabelConfig.parse("""
                <View><Text name="t" value="$text"/>
                  <Taxonomy name="x" toName="t"><Choice value="a"/></Taxonomy>
                  <Brush name="y" toName="t"/>
                  <TextArea name="z" toName="t" perRegion="true"/></View>
                """)).isInstanceOfSatisfying(Unprocessable.class, refusal -> {
            assertThat(refusal.code()).isEqualTo("label-config-not-supported");
            assertThat(refusal.members()).isEqualTo(Map.of("tags", List.of("Brush", "Taxonomy", "TextArea perRegion")));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no xml",
                "<View>",
                "<Text name=\"t\" value=\"$text\"/>",
                "<View/>",
                "<View><Text name=\"t\" value=\"$text\"/></View>",
                "<View><Text name=\"t\" value=\"fixed\"/><Number name=\"n\" toName=\"t\"/></View>",
                "<View><Text name=\"t\" value=\"$a.b\"/><Number name=\"n\" toName=\"t\"/></View>",
                "<View><Text name=\"t\" value=\"$text\"/><Number name=\"t\" toName=\"t\"/></View>",
                "<View><Text name=\"t\" value=\"$text\"/><Number name=\"n\" toName=\"other\"/></View>",
                "<View><Text name=\"t\" value=\"$text\"/><Number toName=\"t\"/></View>",
                "<View><Text name=\"t\" value=\"$text\"/><Pairwise name=\"n\" toName=\"t\"/></View>",
                "<View><Text name=\"t\" value=\"$text\"/><Choices name=\"n\" toName=\"t\"><Choice/></Choices></View>",
                "<!DOCTYPE View [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><View><Text name=\"t\" value=\"$text\"/>"
                        + "<Choices name=\"n\" toName=\"t\"><Choice value=\"&x;\"/></Choices></View>",
                "<!DOCTYPE View [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><View>&b;</View>",
                "<!DOCTYPE View SYSTEM \"http://localhost:1/x.dtd\"><View/>"
            })
    void that_is_none_is_refused(String xml) {
        assertThatThrownBy(() -> LabelConfig.parse(xml))
                .isInstanceOfSatisfying(InvalidRequest.class, refusal -> assertThat(refusal.code())
                        .isEqualTo("invalid-label-config"));
    }

    @Test
    void that_is_too_deep_or_too_long_is_refused() {
        assertThatThrownBy(() -> LabelConfig.parse("<View>".repeat(60) + "</View>".repeat(60)))
                .isInstanceOf(InvalidRequest.class);
        assertThatThrownBy(() -> LabelConfig.parse("<View>" + " ".repeat(300_000) + "</View>"))
                .isInstanceOf(InvalidRequest.class);
    }
}
