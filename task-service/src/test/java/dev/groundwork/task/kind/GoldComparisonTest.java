package dev.groundwork.task.kind;

import java.io.IOException;

import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class GoldComparisonTest {

    private static final String HASH = "a".repeat(64);

    @ParameterizedTest(name = "{0}: {1} and {2} are {3} alike")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                // Categories are the same or not, unless they are ordered.
                "'x-kind':'choice','x-labels':['car','bike'] | 'car' | 'car' | 1",
                "'x-kind':'choice','x-labels':['car','bike'] | 'car' | 'bike' | 0",
                "'x-kind':'boolean' | true | false | 0",
                "'x-kind':'rating' | 5 | 4 | 0.75",
                "'x-kind':'rating' | 5 | 1 | 0",
                "'x-kind':'rating','x-agree':{'metric':'exact'} | 5 | 4 | 0",
                // Sets by what they have in common.
                "'x-kind':'multichoice','x-labels':['a','b','c'] | ['a','b'] | ['b','c'] | 0.3333",
                "'x-kind':'multichoice','x-labels':['a','b','c'] | [] | [] | 1",
                "'x-kind':'multichoice','x-labels':['a','b','c'] | ['a'] | [] | 0",
                // Numbers: one half at the tolerance, a twentieth of the range or of the number.
                "'x-kind':'number','x-agree':{'tolerance':2} | 10 | 12 | 0.5",
                "'x-kind':'number','minimum':0,'maximum':100 | 50 | 55 | 0.5",
                "'x-kind':'number' | 100 | 105 | 0.5",
                "'x-kind':'number' | 0 | 0.0 | 1",
                "'x-kind':'number' | 0 | 1 | 0",
                "'x-kind':'number','x-agree':{'metric':'exact'} | 1.0 | 1 | 1",
                // Texts word by word.
                "'x-kind':'text' | 'the cat sat' | 'The cat, sat!' | 1",
                "'x-kind':'transcript' | 'the cat sat down' | 'the cat sat' | 0.75",
                "'x-kind':'text','x-agree':{'metric':'exact'} | 'Grey  sky' | 'grey sky' | 1",
                // Boxes by intersection over union, and the label has to be right.
                "'x-kind':'boxes','x-labels':['a','b'] | [{'label':'a','x':0,'y':0,'width':10,'height':10}]"
                        + " | [{'label':'a','x':0,'y':0,'width':10,'height':5}] | 0.5",
                "'x-kind':'boxes','x-labels':['a','b'] | [{'label':'a','x':0,'y':0,'width':10,'height':10}]"
                        + " | [{'label':'b','x':0,'y':0,'width':10,'height':10}] | 0",
                "'x-kind':'boxes','x-labels':['a','b'] | [{'label':'a','x':0,'y':0,'width':10,'height':10}] | [] | 0",
                "'x-kind':'boxes','x-labels':['a','b'] | [] | [] | 1",
                "'x-kind':'boxes','x-labels':['a'],'x-agree':{'metric':'f1'}"
                        + " | [{'label':'a','x':0,'y':0,'width':10,'height':10}]"
                        + " | [{'label':'a','x':0,'y':0,'width':10,'height':8},{'label':'a','x':50,'y':0,'width':9,'height':9}]"
                        + " | 0.6667",
                "'x-kind':'polygons','x-labels':['a'] | [{'label':'a','points':[[0,0],[10,0],[10,10],[0,10]]}]"
                        + " | [{'label':'a','points':[[0,0],[10,0],[10,5],[0,5]]}] | 0.5",
                "'x-kind':'keypoints','x-labels':['a'],'x-joints':['head']"
                        + " | [{'label':'a','box':{'x':0,'y':0,'width':10,'height':10},'points':[{'x':5,'y':5,'visibility':2}]}]"
                        + " | [{'label':'a','box':{'x':0,'y':0,'width':10,'height':10},'points':[{'x':6,'y':5,'visibility':1}]}]"
                        + " | 0.6065",
                // Orders by pairs.
                "'x-kind':'ranking','x-labels':['a','b','c'] | ['a','b','c'] | ['a','c','b'] | 0.6667",
                "'x-kind':'ranking','x-labels':['a','b','c'] | ['a','b','c'] | ['c','b','a'] | 0",
                // Sides; a tie is half right.
                "'x-kind':'preference' | {'choice':'a'} | {'choice':'a','rationale':'so'} | 1",
                "'x-kind':'preference' | {'choice':'a'} | {'choice':'tie'} | 0.5",
                "'x-kind':'preference' | {'choice':'a'} | {'choice':'b'} | 0",
                "'x-kind':'preference','x-dimensions':['kind'],'x-agree':{'metric':'dimensions'}"
                        + " | {'choice':'a','dimensions':{'kind':'a'}} | {'choice':'a','dimensions':{'kind':'b'}} | 0.5",
                // Turns: what is not rated is wrong.
                "'x-kind':'chat-ratings' | [{'turn':0,'rating':5},{'turn':1,'rating':1}]"
                        + " | [{'turn':0,'rating':4}] | 0.375",
                "'x-kind':'segments','x-labels':['s'] | [{'start':0,'end':100,'label':'s'}]"
                        + " | [{'start':50,'end':100,'label':'s'}] | 0.6667",
                "'x-kind':'segments','x-text':true | [{'start':0,'end':100,'text':'a'}]"
                        + " | [{'start':0,'end':100,'text':'b'}] | 1",
                "'x-kind':'file' | 'media:0198c0de-0000-7000-8000-00000000ac3e'"
                        + " | 'media:0198c0de-0000-7000-8000-00000000ac3f' | 0",
            })
    void measures_likeness_by_kind(String property, String gold, String answer, double likeness) {
        var field = spec("{" + property + "}").outputs().getFirst();

        assertThat(GoldComparison.score(field, json(gold), json(answer))).isCloseTo(likeness, within(0.0001));
        assertThat(GoldComparison.score(field, json(gold), json(gold))).isEqualTo(1);
    }

    @Test
    void spans_are_compared_by_the_characters_they_cover() {
        var field = spec("{'x-kind':'spans','x-labels':['PER','ORG'],'x-of':{'$in':'/text'}}")
                .outputs()
                .getFirst();
        var exact =
                spec("{'x-kind':'spans','x-labels':['PER','ORG'],'x-of':{'$in':'/text'},'x-agree':{'metric':'exact'}}")
                        .outputs()
                        .getFirst();

        assertThat(GoldComparison.score(field, spans(0, 10, "PER"), spans(5, 10, "PER")))
                .isCloseTo(0.6667, within(0.0001));
        assertThat(GoldComparison.score(field, spans(0, 10, "PER"), spans(0, 10, "ORG")))
                .isZero();
        assertThat(GoldComparison.score(exact, spans(0, 10, "PER"), spans(0, 9, "PER")))
                .isZero();
    }

    @Nested
    class Matching {

        private final TaskSpec spec = TaskSpec.parse(json("""
                {'spec':'task/1','input':{'type':'object'},
                 'output':{'type':'object','required':['mood'],
                           'properties':{'mood':{'x-kind':'choice','x-labels':['happy','sad']},
                                         'score':{'x-kind':'rating'},
                                         'why':{'x-kind':'text'}}}}
                """), "");

        @Test
        void looks_at_what_the_right_answer_holds() {
            assertThat(matches("{'mood':'sad'}", "{'mood':'sad','score':1,'why':'grey'}"))
                    .isTrue();
            assertThat(matches("{'mood':'sad','score':4}", "{'mood':'sad','score':5}"))
                    .as("one step of four is within the threshold")
                    .isTrue();
            assertThat(matches("{'mood':'sad','score':4}", "{'mood':'sad','score':2}"))
                    .isFalse();
            assertThat(matches("{'mood':'sad','score':4}", "{'mood':'sad'}"))
                    .as("what should be there is missing")
                    .isFalse();
            assertThat(matches("{'mood':'sad'}", "{'mood':'happy'}")).isFalse();
        }

        private boolean matches(String gold, String answer) {
            return GoldComparison.matches(spec, json(gold), json(answer));
        }
    }

    private static JsonNode spans(int start, int end, String label) {
        return json(
                "{'textHash':'%s','spans':[{'start':%d,'end':%d,'label':'%s'}]}".formatted(HASH, start, end, label));
    }

    private static TaskSpec spec(String property) {
        return TaskSpec.parse(json("""
                {'spec':'task/1','input':{'type':'object','properties':{'text':{'type':'string'}}},
                 'output':{'type':'object','properties':{'it':%s}}}
                """.formatted(property)), "");
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
