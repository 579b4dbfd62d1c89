package dev.groundwork.task.spec;

import java.io.IOException;
import java.util.List;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How a task is drawn and behaves, and what that asks of its answers. */
class UiReaderTest {

    private static final String SPEC = """
            {'spec':'task/1',
             'input':{'type':'object','properties':{'image':{'type':'string','x-media':'image'},
                                                    'audio':{'type':'string','x-media':'audio'},'lang':{'type':'string'}}},
             'output':{'type':'object','required':['scene'],
                       'properties':{'scene':{'x-kind':'choice','x-labels':['day','night','other']},
                                     'what':{'x-kind':'text'},
                                     'sure':{'x-kind':'boolean'},
                                     'things':{'x-kind':'boxes','x-labels':['car']}}},
             'ui':UI,
             'behaviour':BEHAVIOUR}
            """;

    private static final String BLOCKS = """
            {'kind':'blocks','layout':'media-side',
             'blocks':[{'type':'view.image','value':{'$in':'/image'},'alt':{'en':'a scene','ca':'una escena'}},
                       {'type':'field.choice','out':'/scene','style':'buttons',
                        'labels':{'day':{'en':'Day','fr':'Jour'}},'hotkeys':{'day':'d','night':'Shift+N'}},
                       {'type':'field.text','out':'/what','required':true,'visibleIf':{'op':'eq','path':'/scene','value':'other'}},
                       {'type':'group','visibleIf':{'op':'not','of':{'op':'eq','path':'/scene','value':'other'}},
                        'blocks':[{'type':'field.boolean','out':'/sure',
                                   'requiredIf':{'op':'eq','path':{'$in':'/lang'},'value':'ca'}},
                                  {'type':'field.shapes','out':'/things','tools':['box'],'hotkeys':'auto'}]}]}
            """;

    private static final String BEHAVIOUR = """
            {'pageSize':5,'allowSkip':true,'allowReport':true,'minActiveSeconds':2,'mustPlayFully':['/audio'],
             'submitKey':'ctrl+enter','offline':true}
            """;

    private static final String HTML =
            "{'kind':'html','bundle':'sha256-%s','entry':'index.html','minHeight':400}".formatted("a".repeat(64));

    @Nested
    class Blocks {

        @Test
        void may_name_whatever_the_client_draws() {
            assertThat(refusals(BLOCKS, BEHAVIOUR)).isEmpty();
        }

        @Test
        void are_refused_where_they_are_wrong() {
            assertThat(with("'type':'view.image'", "'type':'view.hologram'")).containsExactly("/ui/blocks/0/type");
            assertThat(with("'style':'buttons'", "'stile':'buttons'")).containsExactly("/ui/blocks/1/stile");
            assertThat(with("'type':'field.text'", "'type':'field.number'")).containsExactly("/ui/blocks/2/type");
            assertThat(with("'out':'/what'", "'out':'/scene'")).contains("/ui/blocks/2/type");
            assertThat(with("'tools':['box']", "'tools':['polygon']")).containsExactly("/ui/blocks/3/blocks/1/tools");
            assertThat(with("'labels':{'day'", "'labels':{'noon'")).containsExactly("/ui/blocks/1/labels/noon");
            assertThat(with("'layout':'media-side'", "'layout':'circle'")).containsExactly("/ui/layout");
            assertThat(with("'value':{'$in':'/image'}", "'value':{'$in':'/picture'}"))
                    .containsExactly("/ui/blocks/0/value/$in");
            assertThat(with("'visibleIf':{'op':'eq',", "'visibleIf':{'op':'eval',"))
                    .containsExactly("/ui/blocks/2/visibleIf/op");
        }

        @Test
        void may_not_hide_what_the_output_always_requires() {
            assertThat(with("'out':'/scene',", "'out':'/scene','visibleIf':{'op':'notEmpty','path':'/what'},"))
                    .containsExactly("/ui/blocks/1/visibleIf");
        }

        @Test
        void may_not_take_keys_that_mean_something_everywhere() {
            for (String reserved : List.of("Enter", "Ctrl+Enter", "ctrl+z", "Ctrl+Y", "?", "Esc", "Space")) {
                assertThat(with("'day':'d'", "'day':'" + reserved + "'"))
                        .as(reserved)
                        .containsExactly("/ui/blocks/1/hotkeys/day");
            }
            assertThat(with("'day':'d'", "'day':'shift+n'")).containsExactly("/ui/blocks/1/hotkeys/night");
            assertThat(with("'day':'d'", "'day':'press d'")).containsExactly("/ui/blocks/1/hotkeys/day");
            assertThat(with("'day':'d'", "'noon':'d'")).containsExactly("/ui/blocks/1/hotkeys/noon");
        }
    }

    @Nested
    class Html {

        @Test
        void is_a_bundle_known_by_its_hash() {
            assertThat(refusals(HTML, "{}")).isEmpty();
            assertThat(refusals(HTML.replace("sha256-", "sha1-"), "{}")).containsExactly("/ui/bundle");
            assertThat(refusals(HTML.replace("index.html", "pages/index.html"), "{}"))
                    .containsExactly("/ui/entry");
            assertThat(refusals(HTML.replace("400", "0"), "{}")).containsExactly("/ui/minHeight");
            assertThat(refusals(HTML.replace("'entry'", "'script'"), "{}"))
                    .containsExactlyInAnyOrder("/ui/script", "/ui/entry");
        }

        @Test
        void works_offline_only_when_its_bundle_may_be_kept() {
            assertThat(refusals(HTML, "{'offline':true}")).containsExactly("/behaviour/offline");
            assertThat(refusals(HTML.replace("}", ",'cacheable':true}"), "{'offline':true}"))
                    .isEmpty();
        }
    }

    @Nested
    class Behaviour {

        @Test
        void has_known_members_of_known_size() {
            assertThat(refusals(BLOCKS, "{'pagesize':5}")).containsExactly("/behaviour/pagesize");
            assertThat(refusals(BLOCKS, "{'pageSize':0}")).containsExactly("/behaviour/pageSize");
            assertThat(refusals(BLOCKS, "{'allowSkip':'yes'}")).containsExactly("/behaviour/allowSkip");
            assertThat(refusals(BLOCKS, "{'minActiveSeconds':1.5}")).containsExactly("/behaviour/minActiveSeconds");
            assertThat(refusals(BLOCKS, "{'mustPlayFully':['/video']}")).containsExactly("/behaviour/mustPlayFully/0");
            assertThat(refusals(BLOCKS, "{'submitKey':'x'}")).containsExactly("/behaviour/submitKey");
        }
    }

    @Nested
    class Answers {

        @Test
        void hold_nothing_that_is_hidden() {
            assertThat(faults("{'scene':'day','what':'a cave'}", "{}")).containsExactly("/what");
            assertThat(faults("{'scene':'other','what':'a cave','sure':true}", "{}"))
                    .as("hidden by its group")
                    .containsExactly("/sure");
            assertThat(faults("{'scene':'other','what':'a cave'}", "{}")).isEmpty();
        }

        @Test
        void hold_what_their_rest_asks_for() {
            assertThat(faults("{'scene':'other'}", "{}")).containsExactly("/what");
            assertThat(faults("{'scene':'other','what':''}", "{}")).containsExactly("/what");
            assertThat(faults("{'scene':'day'}", "{'lang':'ca'}")).containsExactly("/sure");
            assertThat(faults("{'scene':'day','sure':false}", "{'lang':'ca'}")).isEmpty();
            assertThat(faults("{'scene':'day'}", "{'lang':'fr'}")).isEmpty();
        }

        @Test
        void are_not_held_to_what_nobody_knows() {
            assertThat(spec(BLOCKS, BEHAVIOUR).needsInput()).isTrue();
            assertThat(spec(BLOCKS, BEHAVIOUR).faultsOf(json("{'scene':'day'}")))
                    .isEmpty();
        }
    }

    @Nested
    class Examples {

        @Test
        void that_are_good_would_be_accepted() {
            String spec = SPEC.replace("'ui':UI,\n 'behaviour':BEHAVIOUR", "'instructions':{'examples':EXAMPLES}");

            assertThat(refusals(
                            spec.replace("EXAMPLES", "[{'good':true,'input':{'lang':'ca'},'output':{'scene':'day'}}]")))
                    .isEmpty();
            assertThat(refusals(spec.replace("EXAMPLES", "[{'good':true,'output':{'scene':'noon'}}]")))
                    .containsExactly("/instructions/examples/0/output/scene");
            assertThat(refusals(
                            spec.replace("EXAMPLES", "[{'good':false,'output':{'scene':'noon'},'why':'no scene'}]")))
                    .isEmpty();
            assertThat(refusals(spec.replace("EXAMPLES", "[{'wrong':true}]")))
                    .containsExactly("/instructions/examples/0/wrong");
        }
    }

    /** {@return the faults of the blocks above with one thing changed} */
    private static List<String> with(String good, String other) {
        return refusals(BLOCKS.replace(good, other), BEHAVIOUR);
    }

    private static List<String> refusals(String ui, String behaviour) {
        return refusals(SPEC.replace("UI", ui).replace("BEHAVIOUR", behaviour));
    }

    private static List<String> refusals(String spec) {
        try {
            var unused = TaskSpec.parse(json(spec), "");
            return List.of();
        } catch (InvalidRequest refusal) {
            return refusal.errors().stream().map(FieldError::pointer).toList();
        }
    }

    private static List<String> faults(String answer, String input) {
        return spec(BLOCKS, BEHAVIOUR).faultsOf(json(answer), json(input)).stream()
                .map(FieldError::pointer)
                .toList();
    }

    private static TaskSpec spec(String ui, String behaviour) {
        return TaskSpec.parse(json(SPEC.replace("UI", ui).replace("BEHAVIOUR", behaviour)), "");
    }

    /** Single quotes read better in Java. */
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text.replace('\'', '"'));
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
