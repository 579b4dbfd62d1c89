package dev.groundwork.truth.command;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.groundwork.truth.RecordedCrowd;
import dev.groundwork.truth.method.Methods;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class AggregateTest {

    private static final String SMALL = """
            worker,task,note,label
            ann,"one, two","said ""cat"" twice",cat
            bob,"one, two",,cat
            cid,"one, two",,dog
            ann,three,,dog
            """;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream text = new ByteArrayOutputStream();

    @Test
    void writes_the_labels_of_a_file() throws IOException {
        var answers = write("answers.csv", SMALL);
        var truth = write("truth.csv", "task,label\n\"one, two\",cat\nthree,cat\nfour,cat\n");
        var output = folder.resolve("labels.csv");

        int code = run("--answers", answers, "--truth", truth, "--method", "majority", "--output", output.toString());

        assertThat(code).isZero();
        assertThat(Files.readString(output))
                .isEqualTo("task,label,confidence\n\"one, two\",cat,0.666667\nthree,dog,1.000000\n");
        assertThat(said())
                .contains("4 answers of 3 workers to 2 tasks; 2 classes: cat, dog")
                .contains("1 of 3 tasks with a truth have no answers and are passed over")
                .contains("accuracy 0.5000 on 2 tasks with a truth; 0.5000 if ties were broken at random")
                .contains("2 labels written to " + output);
    }

    @Test
    void chooses_a_method_by_control_tasks() throws IOException {
        var set = RecordedCrowd.folder("binary-rte");
        var truth = Files.readAllLines(set.resolve("truth.csv"));
        var gold = write("gold.csv", String.join("\n", truth.subList(0, 81)));

        int code = run(
                "--answers", set.resolve("answers.csv").toString(),
                "--truth", set.resolve("truth.csv").toString(),
                "--gold", gold);

        assertThat(code).isZero();
        assertThat(said())
                .contains("most accurate on 80 control tasks that it was not told")
                .contains("dawid-skene-map  accuracy 0.")
                .containsPattern("accuracy 0\\.9[0-9]+ on 720 tasks with a truth that are no control tasks");
    }

    @Test
    void runs_every_method_it_names() throws IOException {
        var answers = write("answers.csv", SMALL);

        for (var method : Methods.all()) {
            assertThat(run("--answers", answers, "--method", method.name())).isZero();
            assertThat(said()).contains(method.name() + ": ");
        }
    }

    @Test
    void counts_the_last_answer_of_a_worker_or_all_of_them() throws IOException {
        var answers = write("answers.csv", "task,worker,label\nt,a,x\nt,b,y\nt,a,y\nt,a,x\n");

        run("--answers", answers, "--method", "majority");
        assertThat(said()).contains("2 answers of 2 workers to 1 tasks");
        run("--answers", answers, "--method", "majority", "--repeats", "all");
        assertThat(said()).contains("4 answers of 2 workers to 1 tasks");
    }

    @Test
    void reads_a_byte_order_mark_and_windows_line_ends() throws IOException {
        var answers = write("answers.csv", "\uFEFFtask,worker,label\r\nt,a,größer\r\n\r\nt,b,größer\r\n");

        assertThat(run("--answers", answers)).isZero();
        assertThat(said()).contains("1 classes: größer");
    }

    @Test
    void names_the_row_and_column_that_it_cannot_read() throws IOException {
        refused("task,worker,label\nt1,a,x\nt2,a,\n", "row 3, label: the cell is empty");
        refused("task,worker,label\nt1,a,x\nt2,a\n", "row 3, label: the cell is empty");
        refused(",task,worker,label\n0,t1,a,x\n\n2,t2,,x\n", "row 4, worker: the cell is empty");
        refused("task,worker,label\nt1,a,x\n\"t2,a,x\n", "row 3, the row is no CSV");
        refused("task,user,label\nt1,a,x\n", "lacks the column worker; its header row is task,user,label");
        refused("task,worker,label\n", "has no answers");
        refused("", "lacks the column task, worker, label");
        assertThat(run("--answers", folder.resolve("none.csv").toString())).isEqualTo(1);
        assertThat(said()).contains("none.csv is not there");
        var latin = folder.resolve("latin.csv");
        Files.write(latin, "task,worker,label\nt,a,gr\u00f6\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(run("--answers", latin.toString())).isEqualTo(1);
        assertThat(said()).contains("save").contains("UTF-8");
    }

    @Test
    void refuses_labels_that_are_none_of_the_classes() throws IOException {
        var answers = write("answers.csv", SMALL);
        var gold = write("gold.csv", "task,label\nthree,cow\n");
        var twice = write("twice.csv", "task,label\nthree,cat\nthree,dog\n");

        assertThat(run("--answers", answers, "--classes", "cat,cow")).isEqualTo(1);
        assertThat(said())
                .contains(
                        "row 4, label: worker cid answered task one, two with \"dog\", which is none of the classes cat, cow");
        assertThat(run("--answers", answers, "--gold", gold, "--classes", "cat,dog"))
                .isEqualTo(1);
        assertThat(said()).contains("gold.csv: label \"cow\" is none of the classes cat, dog");
        assertThat(run("--answers", answers, "--gold", twice)).isEqualTo(1);
        assertThat(said()).contains("row 3, label: task three is \"dog\" here and \"cat\" above");
        assertThat(run("--answers", answers, "--classes", "cat,cat")).isEqualTo(1);
        assertThat(said()).contains("a class is listed twice");
    }

    @Test
    void believes_a_control_task_whose_label_nobody_gave() throws IOException {
        var answers = write("answers.csv", SMALL);
        var gold = write("gold.csv", "task,label\nthree,cow\n");
        var output = folder.resolve("labels.csv");

        run("--answers", answers, "--gold", gold, "--method", "dawid-skene-map", "--output", output.toString());

        assertThat(Files.readString(output)).contains("three,cow,1.000000");
    }

    @Test
    void explains_itself_and_names_wrong_options() {
        assertThat(run("--help")).isZero();
        assertThat(said()).contains("--answers FILE").contains("zero-based-skill, gold-bayes");
        assertThat(run()).isEqualTo(2);
        assertThat(said()).contains("--answers FILE is missing; see ./groundwork aggregate --help");
        assertThat(run("--answers")).isEqualTo(2);
        assertThat(said()).contains("--answers wants a value");
        assertThat(run("--answers", "a", "--method", "best")).isEqualTo(2);
        assertThat(said()).contains("no method is called best: there are auto, majority, wawa");
        assertThat(run("--answers", "a", "--repeats", "first")).isEqualTo(2);
        assertThat(run("--answers", "a", "--output", "a")).isEqualTo(2);
        assertThat(said()).contains("--output names a file that is read");
        assertThat(run("--answer", "a")).isEqualTo(2);
        assertThat(said()).contains("unknown option --answer");
    }

    private void refused(String content, String message) throws IOException {
        var answers = write("refused.csv", content);
        assertThat(run("--answers", answers)).isEqualTo(1);
        assertThat(said()).contains("aggregate: ").contains(message);
    }

    private int run(String... arguments) {
        text.reset();
        return Aggregate.run(List.of(arguments), new PrintStream(text, true, StandardCharsets.UTF_8));
    }

    private String said() {
        return text.toString(StandardCharsets.UTF_8);
    }

    private String write(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content).toString();
    }
}
