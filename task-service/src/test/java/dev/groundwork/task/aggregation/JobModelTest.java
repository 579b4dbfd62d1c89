package dev.groundwork.task.aggregation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.truth.Limit;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class JobModelTest {

    private static final String HASH = "a".repeat(64);
    private static final String CHOICE = "{'x-kind':'choice','x-labels':['car','bike','bus']}";

    /** For each kind a property and two values that have nothing in common. */
    private static final Map<OutputKind, List<String>> DIFFERENT = Map.ofEntries(
            Map.entry(OutputKind.CHOICE, List.of(CHOICE, "'bike'", "'car'")),
            Map.entry(
                    OutputKind.MULTICHOICE, List.of("{'x-kind':'multichoice','x-labels':['a','b']}", "['a']", "['b']")),
            Map.entry(OutputKind.BOOLEAN, List.of("{'x-kind':'boolean'}", "true", "false")),
            Map.entry(OutputKind.RATING, List.of("{'x-kind':'rating'}", "1", "5")),
            Map.entry(OutputKind.NUMBER, List.of("{'x-kind':'number'}", "1", "1000000")),
            Map.entry(OutputKind.TEXT, List.of("{'x-kind':'text'}", "'one two'", "'three'")),
            Map.entry(OutputKind.TRANSCRIPT, List.of("{'x-kind':'transcript'}", "'one two'", "'three'")),
            Map.entry(
                    OutputKind.SPANS,
                    List.of("{'x-kind':'spans','x-labels':['P'],'x-of':{'$in':'/text'}}", spans(0, 3), spans(5, 9))),
            Map.entry(OutputKind.BOXES, List.of("{'x-kind':'boxes','x-labels':['car']}", boxes(0, 0), boxes(500, 500))),
            Map.entry(
                    OutputKind.POLYGONS,
                    List.of(
                            "{'x-kind':'polygons','x-labels':['roof']}",
                            "[{'label':'roof','points':[[0,0],[10,0],[0,10]]}]",
                            "[{'label':'roof','points':[[50,50],[60,50],[50,60]]}]")),
            Map.entry(
                    OutputKind.KEYPOINTS,
                    List.of(
                            "{'x-kind':'keypoints','x-labels':['p'],'x-joints':['head']}",
                            skeleton(5, 5),
                            skeleton(700, 700))),
            Map.entry(
                    OutputKind.RANKING,
                    List.of("{'x-kind':'ranking','x-labels':['a','b','c']}", "['a','b','c']", "['c','b','a']")),
            Map.entry(OutputKind.PREFERENCE, List.of("{'x-kind':'preference'}", "{'choice':'a'}", "{'choice':'b'}")),
            Map.entry(
                    OutputKind.CHAT_RATINGS,
                    List.of("{'x-kind':'chat-ratings'}", "[{'turn':0,'rating':1}]", "[{'turn':0,'rating':5}]")),
            Map.entry(
                    OutputKind.SEGMENTS,
                    List.of(
                            "{'x-kind':'segments','x-labels':['s']}",
                            "[{'start':0,'end':10,'label':'s'}]",
                            "[{'start':50,'end':60,'label':'s'}]")),
            Map.entry(
                    OutputKind.FILE,
                    List.of(
                            "{'x-kind':'file'}",
                            "'media:0198c0de-0000-7000-8000-00000000ac3e'",
                            "'media:0198c0de-0000-7000-8000-00000000ac3f'")));

    private static List<String> different(OutputKind kind) {
        return Objects.requireNonNull(DIFFERENT.get(kind));
    }

    @Nested
    class OfEveryKind {

        @ParameterizedTest
        @EnumSource(OutputKind.class)
        void agreeing_answers_give_what_they_say(OutputKind kind) {
            var job = new Job(different(kind).getFirst());
            String value = different(kind).get(1);

            Outcome outcome = job.task(1, value, value, value).learn().outcome(1);

            if (kind == OutputKind.FILE) {
                assertThat(outcome.value()).hasSize(3);
                return;
            }
            assertValue(outcome, value);
            assertThat(outcome.votes()).isEqualTo(3);
            assertThat(outcome.share()).isEqualTo(1);
            assertThat(outcome.tie()).isNull();
            assertThat(outcome.agreement()).isEqualTo(1);
            assertThat(outcome.confidence()).isBetween(0.5, 0.99);
            assertThat(outcome.isDisputed()).isFalse();
        }

        @ParameterizedTest
        @EnumSource(OutputKind.class)
        void complete_disagreement_is_defined_and_shown(OutputKind kind) {
            var job = new Job(different(kind).getFirst());

            Outcome outcome = job.task(
                            1, different(kind).get(1), different(kind).get(2))
                    .learn()
                    .outcome(1);

            assertThat(faults(job, outcome, kind))
                    .as("the value is one that an answer could have")
                    .isEmpty();
            if (kind != OutputKind.FILE) {
                assertThat(outcome.isDisputed()).as("%s", outcome).isTrue();
                assertThat(outcome.agreement()).isLessThan(0.05);
            }
        }

        @ParameterizedTest
        @EnumSource(OutputKind.class)
        void one_answer_is_taken_without_looking_certain(OutputKind kind) {
            var job = new Job(different(kind).getFirst());

            Outcome outcome = job.task(1, different(kind).get(1)).learn().outcome(1);

            assertThat(outcome.votes()).isEqualTo(1);
            assertThat(outcome.agreement()).isNull();
            if (kind != OutputKind.FILE) {
                assertValue(outcome, different(kind).get(1));
                assertThat(outcome.confidence()).isBetween(0.2, 0.75);
            }
        }

        @ParameterizedTest
        @EnumSource(OutputKind.class)
        void no_answer_has_no_result(OutputKind kind) {
            var job = new Job(different(kind).getFirst()).learn();

            assertThat(job.model.outcomes(1, List.of())).isEmpty();
            assertThat(job.model.outcomes(1, List.of(new Given(UUID.randomUUID(), json("{}")))))
                    .isEmpty();
            assertThat(job.model.methods()).containsOnlyKeys("it");
        }

        @ParameterizedTest
        @EnumSource(OutputKind.class)
        void control_tasks_change_nothing_for_the_worse(OutputKind kind) {
            String right = different(kind).get(1);
            String wrong = different(kind).get(2);
            var job = new Job(different(kind).getFirst());
            // The first two workers are right on control tasks, the third never.
            for (int task = 1; task <= 24; task++) {
                job.control(task, right).task(task, right, right, wrong);
            }

            Outcome outcome = job.task(30, right, right, wrong).learn().outcome(30);

            if (kind != OutputKind.FILE) {
                assertValue(outcome, right);
                assertThat(outcome.confidence()).isBetween(0.0, 1.0);
            }
        }

        private List<FieldError> faults(Job job, Outcome outcome, OutputKind kind) {
            var answer = new ObjectMapper().createObjectNode();
            if (kind == OutputKind.FILE) {
                return List.of();
            }
            answer.set("it", outcome.value());
            return job.spec.faultsOf(answer);
        }
    }

    @Nested
    class Categories {

        @Test
        void without_control_tasks_the_majority_decides() {
            var job = new Job(CHOICE).task(1, "'bike'", "'car'", "'bike'").learn();

            assertValue(job.outcome(1), "'bike'");
            assertThat(job.outcome(1).method()).isEqualTo("majority");
            assertThat(job.outcome(1).votes()).isEqualTo(2);
            assertThat(job.outcome(1).share()).isEqualTo(0.6667);
            // Two of three votes and one more for each of three classes.
            assertThat(job.outcome(1).confidence()).isEqualTo(0.5);
            assertThat(job.outcome(1).agreement()).isEqualTo(0.3333);
        }

        @Test
        void a_tie_goes_to_the_first_in_the_schema_and_says_so() {
            var job = new Job(CHOICE).task(1, "'bike'", "'car'").learn();

            assertValue(job.outcome(1), "'car'");
            assertThat(job.outcome(1).tie()).isTrue();
        }

        @Test
        void an_attack_that_outvotes_honest_workers_fails_on_control_tasks() {
            var random = new Random(7);
            var job = new Job(CHOICE);
            var truths = new HashMap<Integer, String>();
            for (int task = 1; task <= 200; task++) {
                String truth = "'" + List.of("car", "bike", "bus").get(random.nextInt(3)) + "'";
                truths.put(task, truth);
                if (task <= 60) {
                    job.control(task, truth);
                }
                var answers = new ArrayList<String>();
                for (int worker = 0; worker < 4; worker++) {
                    answers.add(random.nextDouble() < 0.8 ? truth : "'bus'");
                }
                // Five accounts of one hand, more than honest ones.
                answers.addAll(List.of("'car'", "'car'", "'car'", "'car'", "'car'"));
                job.task(task, answers.toArray(String[]::new));
            }

            job.learn();

            int right = 0;
            int byMajority = 0;
            var naive = new Job(CHOICE);
            naive.answers.putAll(job.answers);
            naive.learn();
            for (int task = 61; task <= 200; task++) {
                right += job.outcome(task).value().equals(json(Objects.requireNonNull(truths.get(task)))) ? 1 : 0;
                byMajority +=
                        naive.outcome(task).value().equals(json(Objects.requireNonNull(truths.get(task)))) ? 1 : 0;
            }
            assertThat(byMajority).isLessThan(70);
            assertThat(right).isGreaterThan(120);
            var method = Objects.requireNonNull(job.model.methods().get("it"));
            assertThat(method.controlTasks()).isEqualTo(60);
            assertThat(method.scores()).hasSize(4);
        }

        @Test
        void a_changed_task_is_decided_by_what_is_known_of_its_workers() {
            var job = new Job(CHOICE);
            var random = new Random(3);
            for (int task = 1; task <= 60; task++) {
                var classes = new ArrayList<>(List.of("'car'", "'bike'", "'bus'"));
                String right = classes.remove(random.nextInt(3));
                // The second and the third worker are always wrong.
                job.control(task, right)
                        .task(task, right, classes.get(random.nextInt(2)), classes.get(random.nextInt(2)));
            }
            job.task(70, "'bike'").learn();

            var answers = List.of(
                    new Given(job.workers.get(0), json("{'it':'bike'}")),
                    new Given(job.workers.get(1), json("{'it':'car'}")),
                    new Given(job.workers.get(2), json("{'it':'car'}")),
                    new Given(UUID.randomUUID(), json("{'it':'bike'}")));
            Outcome outcome = job.outcome(70, answers);

            assertValue(outcome, "'bike'");
            assertThat(outcome.votes()).isEqualTo(2);
        }

        @Test
        void learning_again_starts_from_what_was_known_and_ends_alike() {
            var job = new Job(CHOICE);
            for (int task = 1; task <= 30; task++) {
                job.control(task, "'bus'").task(task, "'bus'", "'bus'", "'car'");
            }
            JobModel first = job.learn().model;

            JobModel again = job.learn(first).model;

            assertThat(again.methods()).isEqualTo(first.methods());
            assertThat(again.outcomes(3, job.answers(3)))
                    .extractingByKey("it")
                    .extracting(Outcome::value)
                    .isEqualTo(json("'bus'"));
        }

        @Test
        void a_job_of_one_class_has_a_result() {
            var job = new Job("{'x-kind':'choice','x-labels':['only']}");
            for (int task = 1; task <= 25; task++) {
                job.control(task, "'only'").task(task, "'only'", "'only'");
            }

            Outcome outcome = job.task(30, "'only'").learn().outcome(30);

            assertValue(outcome, "'only'");
            assertThat(outcome.confidence()).isEqualTo(1);
        }

        @Test
        void a_label_that_the_schema_does_not_know_is_no_vote() {
            var job = new Job(CHOICE).task(1, "'train'", "'train'", "'bike'").learn();

            assertValue(job.outcome(1), "'bike'");
            assertThat(job.outcome(1).share()).isEqualTo(1);
            assertThat(new Job(CHOICE).task(1, "'train'").learn().model.outcomes(1, List.of()))
                    .isEmpty();
        }

        @Test
        void a_rating_is_the_one_in_the_middle() {
            var job = new Job("{'x-kind':'rating'}")
                    .task(1, "1", "4", "5", "5", "3")
                    .learn();

            assertValue(job.outcome(1), "4");
            assertThat(job.outcome(1).votes()).isEqualTo(1);
        }
    }

    @Nested
    class Others {

        @Test
        void of_several_labels_each_is_a_question() {
            var job = new Job("{'x-kind':'multichoice','x-labels':['sea','sun','sand']}")
                    .task(1, "['sea','sun']", "['sea']", "['sand','sea','sun']")
                    .task(2, "['sea']", "['sun']")
                    .learn();

            assertValue(job.outcome(1), "['sea','sun']");
            assertThat(job.outcome(1).votes()).isEqualTo(1);
            assertValue(job.outcome(2), "[]");
            assertThat(job.outcome(2).tie()).isTrue();
        }

        @Test
        void numbers_are_their_median_and_keep_their_digits() {
            var job = new Job("{'x-kind':'number'}")
                    .task(1, "3", "1", "2.5")
                    .task(2, "0.1", "0.2")
                    .task(3, "100", "1e2")
                    .task(4, "9".repeat(350), "1", "2")
                    .learn();

            assertThat(job.outcome(1).value().decimalValue()).isEqualByComparingTo("2.5");
            assertThat(job.outcome(2).value().decimalValue()).isEqualByComparingTo("0.15");
            assertThat(job.outcome(2).tie()).isTrue();
            assertThat(job.outcome(3).value()).hasToString("100");
            assertThat(job.outcome(3).votes()).isEqualTo(2);
            assertThat(job.outcome(4).value()).hasToString("2");
            assertThat(job.outcome(4).confidence()).isBetween(0.0, 1.0);
        }

        @Test
        void numbers_come_closer_by_the_method_that_control_tasks_show() {
            var random = new Random(11);
            var job = new Job("{'x-kind':'number'}");
            for (int task = 1; task <= 40; task++) {
                double truth = random.nextInt(1000);
                job.control(task, Double.toString(truth))
                        .task(
                                task,
                                Double.toString(truth + random.nextGaussian()),
                                Double.toString(truth + 200 * random.nextGaussian()),
                                Double.toString(truth + 200 * random.nextGaussian()));
            }
            Outcome outcome = job.task(50, "500", "900", "100")
                    .task(51, "500", "900", "800")
                    .learn()
                    .outcome(51);

            assertThat(outcome.method()).isEqualTo("inverse-variance");
            assertThat(outcome.value().doubleValue())
                    .as("near the exact worker")
                    .isBetween(495.0, 550.0);
        }

        @Test
        void texts_keep_the_most_usual_spelling_of_the_one_in_the_middle() {
            var job = new Job("{'x-kind':'text'}")
                    .task(1, "'Grey sky'", "'grey  sky'", "'rain'")
                    .task(2, "'the cat sat on the mat'", "'the cat sat on a mat'", "'the cat sat on the hat'")
                    .learn();

            assertValue(job.outcome(1), "'Grey sky'");
            assertThat(job.outcome(1).votes()).isEqualTo(2);
            assertThat(job.outcome(1).tie()).isNull();
            assertValue(job.outcome(2), "'the cat sat on the mat'");
            assertThat(job.outcome(2).votes()).isEqualTo(1);
        }

        @Test
        void boxes_are_merged_and_what_one_alone_drew_is_left_out() {
            var job = new Job("{'x-kind':'boxes','x-labels':['car']}")
                    .task(
                            1,
                            "[{'label':'car','x':0,'y':0,'width':100,'height':50}]",
                            "[{'label':'car','x':2,'y':0,'width':100,'height':50},{'label':'car','x':500,'y':500,'width':9,'height':9}]",
                            "[{'label':'car','x':1,'y':4,'width':100,'height':50}]")
                    .learn();

            assertValue(job.outcome(1), "[{'label':'car','x':1.0,'y':0.0,'width':100.0,'height':50.0}]");
            assertThat(job.outcome(1).votes()).isEqualTo(3);
            assertThat(job.outcome(1).method()).isEqualTo("cluster-consensus");
        }

        @Test
        void spans_are_voted_on_place_by_place() {
            var job = new Job("{'x-kind':'spans','x-labels':['P'],'x-of':{'$in':'/text'}}")
                    .task(1, spans(0, 5), spans(0, 8), spans(2, 8))
                    .learn();

            assertValue(job.outcome(1), spans(0, 8));
        }

        @Test
        void spans_of_another_text_do_not_count() {
            var job = new Job("{'x-kind':'spans','x-labels':['P'],'x-of':{'$in':'/text'}}")
                    .task(1, spans(0, 5), spans(0, 5), spans(3, 9).replace(HASH, "b".repeat(64)))
                    .learn();

            assertValue(job.outcome(1), spans(0, 5));
            assertThat(job.outcome(1).votes()).isEqualTo(2);
        }

        @Test
        void segments_bring_the_words_of_those_who_heard_them_alike() {
            var job = new Job("{'x-kind':'segments','x-text':true}")
                    .task(
                            1,
                            "[{'start':0,'end':1000,'text':'hello there'}]",
                            "[{'start':0,'end':1100,'text':'hello there'}]",
                            "[{'start':50,'end':1000,'text':'yellow hair'}]")
                    .learn();

            assertValue(job.outcome(1), "[{'start':0,'end':1000,'text':'hello there'}]");
        }

        @Test
        void rankings_become_the_order_that_explains_them_best() {
            var job = new Job("{'x-kind':'ranking','x-labels':['a','b','c']}")
                    .task(1, "['a','b','c']", "['a','c','b']", "['b','a','c']")
                    .task(2, "['a','b','c']", "['c','b','a']")
                    .learn();

            assertValue(job.outcome(1), "['a','b','c']");
            assertThat(job.outcome(1).scores()).containsOnlyKeys("a", "b", "c");
            assertThat(job.outcome(2).tie()).isTrue();
        }

        @Test
        void rankings_without_a_common_candidate_are_a_tie() {
            var job = new Job("{'x-kind':'ranking','x-labels':['a','b','c','d']}")
                    .task(1, "['a','b']", "['c','d']")
                    .learn();

            assertThat(job.outcome(1).value()).hasSize(4);
            assertThat(job.outcome(1).tie()).isTrue();
        }

        @Test
        void preferences_are_decided_overall_and_by_dimension() {
            var job = new Job("{'x-kind':'preference','x-dimensions':['kind','true']}")
                    .task(
                            1,
                            "{'choice':'a','dimensions':{'kind':'b','true':'a'}}",
                            "{'choice':'a','dimensions':{'kind':'b','true':'tie'}}",
                            "{'choice':'tie','dimensions':{'kind':'a','true':'tie'}}")
                    .learn();

            Outcome outcome = job.outcome(1);
            assertValue(outcome, "{'choice':'a','dimensions':{'kind':'b','true':'tie'}}");
            assertThat(outcome.votes()).isEqualTo(2);
            var scores = Objects.requireNonNull(outcome.scores());
            assertThat(scores).containsOnlyKeys("a", "b");
            assertThat(scores.get("a")).isGreaterThan(scores.get("b"));
        }

        @Test
        void turns_that_most_rated_have_the_rating_in_the_middle() {
            var job = new Job("{'x-kind':'chat-ratings','x-labels':['rude']}")
                    .task(
                            1,
                            "[{'turn':1,'rating':5,'labels':['rude']},{'turn':3,'rating':2}]",
                            "[{'turn':1,'rating':4,'labels':['rude']}]",
                            "[{'turn':1,'rating':1}]")
                    .learn();

            assertValue(job.outcome(1), "[{'turn':1,'rating':4,'labels':['rude']}]");
        }
    }

    /** A job with one property, {@code it}. */
    private static final class Job {

        private final TaskSpec spec;
        private final List<OutputField> fields;
        private final Map<Long, List<Given>> answers = new TreeMap<>();
        private final Map<Long, JsonNode> gold = new HashMap<>();
        private final List<UUID> workers = new ArrayList<>();
        private JobModel model;

        Job(String property) {
            spec = TaskSpec.parse(json("""
                    {'spec':'task/1','input':{'type':'object','properties':{'text':{'type':'string'}}},
                     'output':{'type':'object','required':['it'],'properties':{'it':%s}}}
                    """.formatted(property)), "");
            fields = spec.outputs();
            model = JobModel.lesson(fields, Controls.NONE, null, Limit.USUAL).learn();
        }

        /** The n-th value is that of the n-th worker. */
        Job task(long position, String... values) {
            var given = new ArrayList<Given>();
            for (String value : values) {
                while (workers.size() <= given.size()) {
                    workers.add(new UUID(0, workers.size() + 1));
                }
                given.add(new Given(workers.get(given.size()), json("{'it':" + value + "}")));
            }
            answers.put(position, given);
            return this;
        }

        Job control(long position, String value) {
            gold.put(position, json("{'it':" + value + "}"));
            return this;
        }

        Job learn() {
            return learn(null);
        }

        Job learn(@Nullable JobModel previous) {
            var lesson = JobModel.lesson(fields, new Controls(gold), previous, Limit.USUAL);
            answers.forEach(lesson::see);
            model = lesson.learn();
            return this;
        }

        Outcome outcome(long position) {
            return outcome(position, answers(position));
        }

        Outcome outcome(long position, List<Given> given) {
            return Objects.requireNonNull(model.outcomes(position, given).get("it"));
        }

        List<Given> answers(long position) {
            return Objects.requireNonNull(answers.get(position));
        }
    }

    private static void assertValue(Outcome outcome, String value) {
        assertThat(outcome.value().equals(JobModelTest::compareNumbers, json(value)))
                .as("%s is %s", outcome, value)
                .isTrue();
    }

    /** 1 and 1.0 are the same value. */
    private static int compareNumbers(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return one.decimalValue().compareTo(other.decimalValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static String spans(int start, int end) {
        return "{'textHash':'%s','spans':[{'start':%d,'end':%d,'label':'P'}]}".formatted(HASH, start, end);
    }

    private static String boxes(int x, int y) {
        return "[{'label':'car','x':%d.0,'y':%d.0,'width':10.0,'height':10.0}]".formatted(x, y);
    }

    private static String skeleton(int x, int y) {
        return "[{'label':'p','box':{'x':%d.0,'y':%d.0,'width':10.0,'height':10.0},'points':[{'x':%d.0,'y':%d.0,'visibility':2}]}]"
                .formatted(x, y, x + 1, y + 1);
    }

    /** Single quotes read better in Java. */
    private static JsonNode json(String text) {
        try {
            return new ObjectMapper()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .readTree(text.replace('\'', '"'));
        } catch (IOException malformed) {
            throw new IllegalArgumentException(malformed);
        }
    }
}
