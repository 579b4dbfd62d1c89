package dev.groundwork.task.bundle;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.groundwork.task.spec.TaskSpec;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class PageReaderTest {

    /** As the sample layouts of Mechanical Turk are. */
    private static final String LAYOUT = """
            <script src="https://assets.crowd.aws/crowd-html-elements.js"></script>
            <crowd-form answer-format="flatten-objects">
              <crowd-image-classifier name="animal" src="${image_url}" categories="['Cat', 'Dog', 'Guinea pig']"
                header="What is it? ${hint}">
                <full-instructions header="Classify"><p>Look well.</p></full-instructions>
              </crowd-image-classifier>
              <crowd-slider name="sure" min="0" max="10" required></crowd-slider>
              <crowd-text-area name="why" required></crowd-text-area>
              <crowd-checkbox name="blurred">Blurred</crowd-checkbox>
              <crowd-button form-action="submit">Submit</crowd-button>
            </crowd-form>
            """;

    @Test
    void a_layout_of_mechanical_turk_says_what_it_shows_and_asks() {
        Page page = PageReader.read(LAYOUT);

        assertThat(page.faults()).isEmpty();
        assertThat(page.variables()).containsExactlyInAnyOrder("image_url", "hint");
        assertThat(page.media()).isEqualTo(Map.of("image_url", "image"));
        var spec = TaskSpec.parse(PageSpec.of(page, "sha256-" + "a".repeat(64)), "");
        assertThat(spec.document().at("/output").toString())
                .isEqualTo(
                        "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"sure\",\"why\"],\"properties\":{"
                                + "\"animal\":{\"x-kind\":\"choice\",\"type\":\"string\",\"enum\":[\"Cat\",\"Dog\",\"Guinea pig\"]},"
                                + "\"sure\":{\"x-kind\":\"number\",\"type\":\"number\",\"minimum\":0,\"maximum\":10},"
                                + "\"why\":{\"x-kind\":\"text\",\"type\":\"string\"},"
                                + "\"blurred\":{\"x-kind\":\"boolean\",\"type\":\"boolean\"}}}");
        assertThat(page.notes()).singleElement().asString().contains("brings the tags itself");
    }

    @Test
    void plain_fields_of_one_name_are_one_question() {
        Page page = PageReader.read("""
                <form><input type=radio name=mood value=happy><input type='radio' name="mood" value="sad" required>
                <input type="checkbox" name="seen" value="cat"><INPUT TYPE="checkbox" NAME="seen" VALUE="dog">
                <input type="checkbox" name="agree" required>
                <select name="size"><option value="">choose</option><option>small<option value="l">large</select>
                <input name="count" type="number" min="1"><input name="token" type="hidden"><textarea name="note" maxlength="50">
                </textarea></form>
                """);

        assertThat(page.faults()).isEmpty();
        assertThat(page.fields())
                .extracting(field -> field.name() + " " + field.kind().word() + " " + field.labels() + field.required())
                .containsExactly(
                        "mood choice [happy, sad]true",
                        "seen multichoice [cat, dog]false",
                        "agree boolean []true",
                        "size choice [small, l]false",
                        "count number []false",
                        "note text []false");
        assertThat(page.fields().getLast().longest()).isEqualTo(50);
    }

    @Test
    void buttons_of_a_group_are_one_choice_however_they_are_named() {
        Page page = PageReader.read("""
                <crowd-radio-group><crowd-radio-button name="a" value="first">1</crowd-radio-button>
                <crowd-radio-button name="b">2</crowd-radio-button></crowd-radio-group>
                <crowd-radio-group><crowd-radio-button name="same" value="x">x</crowd-radio-button>
                <crowd-radio-button name="same" value="y">y</crowd-radio-button></crowd-radio-group>
                """);

        assertThat(page.fields())
                .extracting(field -> field.name() + field.labels())
                .containsExactly("choice[first, b]", "same[x, y]");
    }

    @Test
    void variables_of_both_kinds_are_found_but_not_those_of_a_script() {
        Page page = PageReader.read("""
                <p title="${ a }">{{ task.input.b | to_json }} ${c.d}</p>
                <script>const text = `${own}`; const e = {{ task.input.e | to_json }};</script>
                """);

        assertThat(page.faults()).isEmpty();
        assertThat(page.variables()).containsExactlyInAnyOrder("a", "b", "c.d", "e");
        assertThat(page.notes()).anyMatch(note -> note.contains("${own}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            value = {
                "<crowd-bounding-box name=b> ¦ line 1: crowd-bounding-box ¦ template \"boxes\"",
                "<crowd-entity-annotation name=b> ¦ line 1: crowd-entity-annotation ¦ template \"entities\"",
                "<crowd-hologram> ¦ line 1: crowd-hologram ¦ is no tag that is made anew here",
                "<script src=//x.example/a.js></script> ¦ line 1: script ¦ put the script itself into the page",
                "<link rel=preconnect href=https://x.example> ¦ line 1: link ¦ put the style itself into the page",
                "<link rel=stylesheet href=data:text/css,p{}> ¦ line 1: link ¦ put the style itself into the page",
                "<noscript>Turn it on</noscript> ¦ line 1: noscript ¦ scripts always run here",
                "<script type=speculationrules>{\"prefetch\": []}</script> ¦ line 1: script ¦ does not run",
                "<script type=text/template><p></script> ¦ line 1: script ¦ constant of a script",
                "<script> {\"prefetch\": [{\"urls\": [\"x\"]}]} </script> ¦ line 1: script ¦ is data",
                "<webview src=x> ¦ line 1: webview ¦ shows no other page",
                "<img src='http://x.example/p.png'> ¦ line 1: img ¦ POST /v1/media",
                "<img src='https&#58;//x.example/p.png'> ¦ line 1: img ¦ POST /v1/media",
                "<img src='https://x.example/${file}'> ¦ line 1: img ¦ POST /v1/media",
                "<iframe src=x> ¦ line 1: iframe ¦ shows no other page",
                "<base href=/> ¦ line 1: base ¦ stands for itself",
                "<meta http-equiv=Refresh content='0;url=x'> ¦ line 1: meta ¦ must not lead to another page",
                "<input type=PASSWORD name=p> ¦ line 1: input ¦ asks for a password",
                "<p>{% for x in y %}</p> ¦ line 1: {% … %} ¦ written in the script",
                "<p>{{ task.input.x | skip_autoescape }}</p> ¦ line 1: {{ task.input.x | skip_autoescape }} ¦ always put in escaped",
                "<crowd-classifier name=c categories='{{ task.input.l }}'> ¦ line 1: crowd-classifier ¦ closed list",
                "<crowd-slider> ¦ line 1: crowd-slider ¦ has no name",
                "<input name='${x}'> ¦ line 1: input ¦ changes from task to task",
            },
            ignoreLeadingAndTrailingWhitespace = true)
    void what_cannot_work_is_named_with_what_to_do(String html, String where, String detail) {
        var faults = PageReader.read(html).faults();

        assertThat(faults).isNotEmpty();
        assertThat(faults.getFirst().pointer()).isEqualTo(where);
        assertThat(faults.getFirst().detail()).contains(detail);
    }

    @Test
    void an_address_that_is_a_script_is_told_and_no_fault() {
        Page page = PageReader.read(
                "<p>\n<a href=' JavaScript:void(0)' onclick='go()'>Go</a> <input name=n><script>{ go(); }</script>");

        assertThat(page.faults()).isEmpty();
        assertThat(page.notes()).singleElement().asString().contains("Line 2", "onclick");
    }

    @Test
    void faults_name_their_lines_and_comments_hide_nothing_after_them() {
        var faults = PageReader.read(
                        "<p>\n<!-- <iframe> -->\n<script>\n'<iframe>'\n</script\n>\n<a title='>'>\n<iframe>")
                .faults();

        assertThat(faults).extracting(Page.Fault::pointer).isEqualTo(List.of("line 8: iframe"));
    }

    /** The time keeps the build from hanging where looking goes back and forth; it takes a blink. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '¦',
            quoteCharacter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "{{¦_¦",
                "¦{{¦",
                "¦{{ ¦",
                "¦{{ }} ¦",
                "¦{{ task.input.a }}#¦",
                "¦{{ task.input.a | x | y | z }}¦",
                "${¦_¦",
                "¦${a ¦",
                "¦{%#¦",
                "<p title='¦&¦'>",
                "<p title='¦&#3¦;'>",
                "<crowd-classifier name=c categories=\"['¦a¦']\">",
                "<crowd-classifier name=c categories='¦\"\\¦'>",
                "<crowd-classifier name=c categories='[\"¦\\\"¦'>",
                "¦<¦",
                "¦<p ¦",
                "¦<!--¦",
                "<script>¦</¦",
                "<script>¦[¦",
            })
    void the_largest_page_is_read_at_once_whatever_it_repeats(
            @Nullable String begin, String repeated, @Nullable String end) {
        String first = begin == null ? "" : begin;
        String last = end == null ? "" : end;
        String piece = repeated.replace('#', '\n').replace('_', ' ');
        String html =
                first + piece.repeat((Bundles.MOST_BYTES - first.length() - last.length()) / piece.length()) + last;

        Page page = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> PageReader.read(html));

        assertThat(page.faults()).hasSizeLessThanOrEqualTo(PageReader.MOST_FAULTS);
    }

    @Test
    void a_label_may_be_long_and_a_list_ends_where_its_quotes_are_not_closed() {
        String label = "a".repeat(5_000);
        Page page = PageReader.read("<crowd-classifier name=c categories=\"['" + label + "', 'it\\'s', 'open]\">");

        assertThat(page.fields().getFirst().labels()).containsExactly(label, "it's");
    }

    @Test
    void no_more_is_noted_than_a_person_reads() {
        var script = new StringBuilder("<input name=n><script>");
        for (int i = 0; i < 1_000; i++) {
            script.append("${a").append(i).append('}');
        }

        assertThat(PageReader.read(script + "</script>").notes()).hasSize(PageReader.MOST_FAULTS);
    }

    @Test
    void an_expression_is_found_behind_braces_that_are_none_and_told_with_its_line() {
        Page page = PageReader.read("<p>{{{ task.input.a }} {{ x\n{{ task.input.b\n}}\n\n{{ task.other }}");

        assertThat(page.variables()).containsExactly("a", "b");
        assertThat(page.faults()).extracting(Page.Fault::pointer).containsExactly("line 5: {{ task.other }}");
    }

    @Test
    void any_page_can_be_walked_through() {
        for (String html : List.of(
                "<", "</", "<a", "<a b", "<a b=", "<a b='", "<!--", "<script>", "<script></scr", "&#;", "<a =x/>")) {
            assertThat(PageReader.read(html).faults()).as(html).isEmpty();
        }
    }
}
