package dev.groundwork.task.quality;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeakTest {

    private static List<JudgedAnswer> answers(int firstRight, int first, int laterRight, int later) {
        var answers = new ArrayList<JudgedAnswer>();
        for (int i = 0; i < first + later; i++) {
            boolean right = i < first ? i < firstRight : i - first < laterRight;
            answers.add(new JudgedAnswer(
                    UUID.randomUUID(),
                    new UUID(1, 1),
                    UUID.randomUUID(),
                    1,
                    false,
                    Map.of(),
                    right,
                    Instant.EPOCH,
                    true));
        }
        return answers;
    }

    @Test
    void is_seen_when_a_hard_control_task_becomes_easy() {
        var leak = Objects.requireNonNull(Leak.in(answers(4, 10, 30, 30)));

        assertThat(leak.reason()).contains("4 of the first 10", "30 of the 30 since");
    }

    @Test
    void is_not_seen_in_an_easy_task_that_stays_easy() {
        assertThat(Leak.in(answers(9, 10, 40, 42))).isNull();
    }

    @Test
    void is_not_seen_in_what_chance_may_do() {
        assertThat(Leak.in(answers(6, 10, 18, 25))).isNull();
    }

    @Test
    void is_not_looked_for_before_there_are_later_answers() {
        assertThat(Leak.in(answers(2, 10, 0, 0))).isNull();
        assertThat(Leak.in(List.of())).isNull();
    }
}
