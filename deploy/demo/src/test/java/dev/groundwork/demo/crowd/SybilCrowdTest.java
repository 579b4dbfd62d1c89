package dev.groundwork.demo.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SybilCrowdTest {

    private static Crowd honest(Path folder) throws IOException {
        var answers = new StringBuilder("task,worker,label\n");
        var truth = new StringBuilder("task,label\n");
        for (int task = 0; task < 200; task++) {
            for (int worker = 0; worker < 10; worker++) {
                answers.append("t%d,w%d,%d\n".formatted(task, (task + worker) % 40, task % 2));
            }
            truth.append("t%d,%d\n".formatted(task, task % 2));
        }
        return RecordedCrowd.read(
                Files.writeString(folder.resolve("answers.csv"), answers),
                Files.writeString(folder.resolve("truth.csv"), truth));
    }

    @Test
    void has_attackers_who_give_their_share_of_all_answers(@TempDir Path folder) throws IOException {
        var honest = honest(folder);

        var crowd = new SybilCrowd(honest, 0.45, 1);

        long attacks = crowd.answers() - honest.answers();
        assertThat((double) attacks / crowd.answers()).isCloseTo(0.45, within(0.01));
        assertThat(crowd.people()).hasSizeGreaterThan(honest.people().size());
    }

    @Test
    void has_attackers_who_agree_on_what_is_wrong_and_answer_nothing_twice(@TempDir Path folder) throws IOException {
        var crowd = new SybilCrowd(honest(folder), 0.45, 1);

        for (var person : crowd.people()) {
            var plan = crowd.plan(person);
            assertThat(plan).isNotNull().doesNotHaveDuplicates();
            if (person.name().startsWith("sybil")) {
                assertThat(plan)
                        .allSatisfy(task -> assertThat(crowd.vote(person, task).label())
                                .isNotEqualTo(crowd.truth().get(task)));
            }
        }
    }

    @Test
    void lets_the_honest_be_as_they_were(@TempDir Path folder) throws IOException {
        var honest = honest(folder);
        var crowd = new SybilCrowd(honest, 0.3, 1);
        var person = honest.people().getFirst();

        var plan = Objects.requireNonNull(honest.plan(person));

        assertThat(crowd.plan(person)).isEqualTo(plan);
        assertThat(crowd.vote(person, plan.getFirst())).isEqualTo(honest.vote(person, plan.getFirst()));
    }

    @Test
    void needs_a_share(@TempDir Path folder) throws IOException {
        var honest = honest(folder);

        assertThatThrownBy(() -> new SybilCrowd(honest, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
