package dev.groundwork.demo.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class RecordedCrowdTest {

    @TempDir
    Path folder;

    @Test
    void keeps_the_first_of_repeated_pairs_and_counts_the_rest() throws IOException {
        var answers = write("answers.csv", "task,worker,label\nt1,a,x\nt1,b,y\nt1,a,y\nt2,a,x\nt1,a,x\n");

        var crowd = RecordedCrowd.read(answers, null);

        assertThat(crowd.skippedRepeats()).isEqualTo(2);
        assertThat(crowd.answers()).isEqualTo(3);
        assertThat(crowd.labels()).containsExactly("x", "y");
        assertThat(crowd.items()).extracting(Crowd.Item::overlap).containsExactly(2, 1);
        assertThat(crowd.vote(crowd.people().getFirst(), "t1")).isEqualTo(new Crowd.Vote("x", 0));
        assertThat(crowd.plan(crowd.people().getFirst())).containsExactly("t1", "t2");
    }

    @Test
    void reads_seconds_where_there_are_any() throws IOException {
        var answers = write("answers.csv", "task,worker,label,seconds,hit\nt1,a,x,14,h\nt1,b,x,20,h\n");

        var crowd = RecordedCrowd.read(answers, null);

        assertThat(crowd.vote(crowd.people().getLast(), "t1").seconds()).isEqualTo(20);
        assertThat(crowd.estimateSeconds()).isEqualTo(19);
    }

    @Test
    void names_the_row_that_it_cannot_read() throws IOException {
        var badSeconds = write("a.csv", "task,worker,label,seconds\nt1,a,x,3\nt1,b,x,soon\n");
        var noLabel = write("b.csv", "task,worker,label\nt1,a,\n");
        var noColumn = write("c.csv", "task,person,label\nt1,a,x\n");
        var empty = write("d.csv", "task,worker,label\n");

        assertThatThrownBy(() -> RecordedCrowd.read(badSeconds, null))
                .hasMessageContaining("row 3")
                .hasMessageContaining("soon");
        assertThatThrownBy(() -> RecordedCrowd.read(noLabel, null))
                .hasMessageContaining("row 2")
                .hasMessageContaining("label");
        assertThatThrownBy(() -> RecordedCrowd.read(noColumn, null)).hasMessageContaining("lacks the column worker");
        assertThatThrownBy(() -> RecordedCrowd.read(empty, null)).hasMessageContaining("no answers");
        assertThatThrownBy(() -> RecordedCrowd.read(folder.resolve("none.csv"), null))
                .hasMessageContaining("none.csv");
    }

    @Test
    void takes_many_different_answers_for_texts() throws IOException {
        var rows = new StringBuilder("task,worker,label\n");
        for (int i = 0; i < 200; i++) {
            rows.append("t").append(i).append(",a,transcript ").append(i).append('\n');
        }

        var crowd = RecordedCrowd.read(write("answers.csv", rows.toString()), null);

        assertThat(crowd.kind()).isEqualTo(Kind.TRANSCRIPT);
        assertThat(crowd.labels()).isEmpty();
    }

    @Test
    void takes_left_right_and_equal_for_preferences() throws IOException {
        var pairs = write("pairs.csv", "task,worker,label\nt1,a,left\nt1,b,equal\nt2,a,right\n");
        var places = write("places.csv", "task,worker,label\nt1,a,left\nt1,b,above\nt2,a,right\n");

        assertThat(RecordedCrowd.read(pairs, null).kind()).isEqualTo(Kind.PREFERENCE);
        assertThat(RecordedCrowd.read(places, null).kind()).isEqualTo(Kind.CHOICE);
    }

    @Test
    void reads_a_real_crowd() {
        var set = Path.of(System.getProperty("groundwork.root", "."), "../shared/data/crowd/multi5-weather_amt")
                .normalize();
        assumeTrue(Files.isDirectory(set), "the recorded crowds are not beside this project: no " + set);

        var crowd = RecordedCrowd.read(set.resolve("answers.csv"), set.resolve("truth.csv"));

        assertThat(crowd.items()).hasSize(300);
        assertThat(crowd.people()).hasSize(110);
        assertThat(crowd.answers()).isEqualTo(6_025);
        assertThat(crowd.skippedRepeats()).isEqualTo(5);
        assertThat(crowd.truth()).hasSize(300);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
