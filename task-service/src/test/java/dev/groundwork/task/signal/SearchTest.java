package dev.groundwork.task.signal;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

import dev.groundwork.task.signal.Window.Entry;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SearchTest {

    private static final OutputField MOOD =
            new OutputField("mood", OutputKind.CHOICE, true, List.of("happy", "sad", "none"));
    private static final OutputField WHY = new OutputField("why", OutputKind.TEXT, false, List.of());
    private static final Duration FLOOR = Duration.ofSeconds(1);
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");

    private final List<UUID> workers =
            IntStream.range(0, 10).mapToObj(n -> UUID.randomUUID()).toList();
    private final List<UUID> tasks =
            IntStream.range(0, 30).mapToObj(n -> UUID.randomUUID()).toList();
    private final List<Entry> entries = new ArrayList<>();
    private boolean telling = true;

    @Test
    void two_who_share_errors_are_one_finding_with_the_tasks_and_what_chance_explains() {
        for (int task = 0; task < 20; task++) {
            for (int worker = 0; worker < 10; worker++) {
                mood(task, worker, worker < 2 && task < 8 ? "sad" : "happy");
            }
        }

        var found = search(MOOD);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(SignalKind.ERROR_AGREEMENT);
            assertThat(finding.field()).isEqualTo("mood");
            assertThat(finding.workers()).containsExactlyInAnyOrder(workers.get(0), workers.get(1));
            assertThat(finding.items())
                    .containsExactlyInAnyOrderElementsOf(
                            tasks.subList(0, 8).stream().map(UUID::toString).toList());
            assertThat(finding.summary()).contains("the same wrong answer to 8 of 20 tasks; chance explains");
            JsonNode evidence = finding.evidence();
            assertThat(evidence.path("sameWrong").asInt()).isEqualTo(8);
            assertThat(evidence.path("expectedSameWrong").asDouble()).isBetween(0.0, 3.0);
            assertThat(evidence.path("tasks")).hasSize(8).allSatisfy(task -> {
                assertThat(task.path("both").asText()).isEqualTo("sad");
                assertThat(task.path("right").asText()).isEqualTo("happy");
                assertThat(task.path("rightBy").asText()).isEqualTo("majority");
                assertThat(task.path("othersRight").asInt()).isEqualTo(8);
                assertThat(task.path("externalId").asText()).startsWith("x");
            });
        });
    }

    @Test
    void honest_answers_and_shared_right_ones_are_no_finding() {
        for (int task = 0; task < 30; task++) {
            for (int worker = 0; worker < 10; worker++) {
                mood(task, worker, (task + worker) % 10 == 0 ? "sad" : "happy");
            }
        }

        assertThat(search(MOOD)).isEmpty();
    }

    @Test
    void a_task_without_a_clear_majority_says_nothing_of_who_is_wrong() {
        for (int task = 0; task < 20; task++) {
            mood(task, 0, "sad");
            mood(task, 1, "sad");
            mood(task, 2, "happy");
            mood(task, 3, "none");
        }

        assertThat(search(MOOD)).isEmpty();
    }

    @Test
    void a_control_answer_says_who_is_wrong_even_against_the_majority() {
        // Of the first two tasks the copies are the majority; the control answers say that they are wrong there, too.
        for (int task = 0; task < 20; task++) {
            for (int worker = 0; worker < (task < 2 ? 3 : 10); worker++) {
                mood(task, worker, worker < 2 && task < 12 ? "sad" : "happy");
            }
        }
        JsonNode happy = JsonNodeFactory.instance.objectNode().put("mood", "happy");
        Map<UUID, JsonNode> controls = Map.of(tasks.get(0), happy, tasks.get(1), happy);

        var found = new Search(List.of(MOOD), controls, FLOOR).in(window());

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.items()).hasSize(12);
            assertThat(finding.evidence().path("tasks").findValuesAsText("rightBy"))
                    .containsOnly("control", "majority")
                    .filteredOn("control"::equals)
                    .hasSize(2);
        });
        assertThat(search(MOOD)).singleElement().satisfies(finding -> assertThat(finding.items())
                .hasSize(10));
    }

    @Test
    void ratings_are_a_matter_of_taste() {
        var stars = new OutputField("mood", OutputKind.RATING, true, List.of("1", "2", "3", "4", "5"));
        for (int task = 0; task < 20; task++) {
            for (int worker = 0; worker < 10; worker++) {
                mood(task, worker, worker < 2 && task < 8 ? "1" : "5");
            }
        }

        assertThat(search(stars)).isEmpty();
    }

    @Test
    void equal_texts_are_shown_side_by_side() {
        text(0, 0, "The man on the left holds a red umbrella.");
        text(0, 1, "the man on the left holds a red umbrella");
        text(1, 0, "Two dogs play in the high grass!");
        text(1, 1, "two dogs play in the high grass");
        text(1, 2, "A pair of dogs in a meadow, I think.");

        var found = search(WHY);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(SignalKind.SHARED_TEXTS);
            assertThat(finding.workers()).containsExactlyInAnyOrder(workers.get(0), workers.get(1));
            assertThat(finding.items()).hasSize(2);
            JsonNode uses = finding.evidence().path("texts").get(0).path("uses");
            assertThat(uses).hasSize(2);
            assertThat(uses.findValuesAsText("text"))
                    .containsExactlyInAnyOrder(
                            "The man on the left holds a red umbrella.", "the man on the left holds a red umbrella");
            assertThat(uses.findValuesAsText("workerId"))
                    .containsExactlyInAnyOrder(
                            workers.get(0).toString(), workers.get(1).toString());
        });
    }

    @Test
    void all_that_one_worker_repeats_is_one_finding() {
        for (int task = 0; task < 8; task++) {
            text(task, 0, task < 4 ? "It is a very nice picture indeed." : "There is nothing wrong with this one.");
        }

        var found = search(WHY);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(SignalKind.REPEATED_TEXT);
            assertThat(finding.items()).hasSize(8);
            assertThat(finding.evidence().path("texts")).hasSize(2);
            assertThat(finding.summary()).contains("the same 2 texts to 8 tasks");
        });
    }

    @Test
    void a_long_text_is_shown_in_part_and_told_apart_as_a_whole() {
        String start = "word ".repeat(400);
        for (int task = 0; task < 3; task++) {
            text(task, 0, start + "one");
            text(task, 1, start + "two");
        }

        var found = search(WHY);

        assertThat(found).hasSize(2).allSatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(SignalKind.REPEATED_TEXT);
            assertThat(finding.evidence().path("texts").get(0).path("words").asText())
                    .hasSize(1001)
                    .endsWith("…");
        });
    }

    @Test
    void only_answers_below_the_absolute_floor_are_too_fast() {
        for (int task = 0; task < 20; task++) {
            entry(task, 0, "happy", 0);
            entry(task, 1, "happy", 1);
            entry(task, 2, "happy", task < 9 ? 0 : 20);
        }

        var found = search(MOOD);

        assertThat(found).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(SignalKind.FAST_WORK);
            assertThat(finding.field()).isEmpty();
            assertThat(finding.workers()).containsExactly(workers.get(0));
            assertThat(finding.items()).hasSize(20);
            assertThat(finding.evidence()
                            .path("tasks")
                            .get(0)
                            .path("activeSeconds")
                            .asInt())
                    .isZero();
        });
    }

    @Test
    void a_time_that_nobody_told_is_not_too_fast() {
        telling = false;
        for (int task = 0; task < 30; task++) {
            entry(task, 0, "happy", 0);
        }

        assertThat(search(MOOD)).isEmpty();
    }

    private List<Finding> search(OutputField field) {
        return new Search(List.of(field), Map.of(), FLOOR).in(window());
    }

    private Window window() {
        return new Window(List.copyOf(entries), Map.of(), 0);
    }

    private void mood(int task, int worker, String label) {
        entry(task, worker, label, 12);
    }

    private void entry(int task, int worker, String label, int activeSeconds) {
        add(task, worker, JsonNodeFactory.instance.objectNode().put("mood", label), activeSeconds);
    }

    private void text(int task, int worker, String text) {
        add(task, worker, JsonNodeFactory.instance.objectNode().put("why", text), 12);
    }

    private void add(int task, int worker, JsonNode answer, int activeSeconds) {
        entries.add(new Entry(
                tasks.get(task),
                "x" + task,
                workers.get(worker),
                activeSeconds,
                telling,
                START.plusSeconds(100L * task),
                answer));
    }
}
