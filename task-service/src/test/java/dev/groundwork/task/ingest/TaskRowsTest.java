package dev.groundwork.task.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.groundwork.task.spec.TaskSpec;
import dev.groundwork.task.testing.TestJobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class TaskRowsTest {

    private final RowErrors errors = new RowErrors();

    @Nested
    class Lines {

        @Test
        void are_tasks() throws IOException {
            List<TaskRow> rows = lines("""
                    {"externalId": "a", "input": {"text": "one", "length": 3}}

                    {"input": {"text": "two"}, "externalId": "b", "overlap": 5}
                    """);

            assertThat(rows).extracting(TaskRow::externalId).containsExactly("a", "b");
            assertThat(rows).extracting(TaskRow::overlap).containsExactly(0, 5);
            assertThat(rows).extracting(TaskRow::number).containsExactly(1L, 3L);
            assertThat(rows.getFirst().input().path("length").intValue()).isEqualTo(3);
            assertThat(errors.isEmpty()).isTrue();
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '§',
                value = {
                    "{\"externalId\": \"a\" § malformed-json § ",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}} {} § malformed-json § ",
                    "{\"externalId\": \"a\", \"externalId\": \"b\", \"input\": {}} § malformed-json § ",
                    "[1] § invalid-row § ",
                    "{\"externalId\": \"a\", \"inputs\": {}} § unknown-field § /inputs",
                    "{\"input\": {\"text\": \"x\"}} § invalid-external-id § /externalId",
                    "{\"externalId\": \" \", \"input\": {\"text\": \"x\"}} § invalid-external-id § /externalId",
                    "{\"externalId\": 7, \"input\": {\"text\": \"x\"}} § invalid-external-id § /externalId",
                    "{\"externalId\": \"a\"} § invalid-input § /input",
                    "{\"externalId\": \"a\", \"input\": {}} § invalid-input § /input/text",
                    "{\"externalId\": \"a\", \"input\": {\"text\": 7}} § invalid-input § /input/text",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\", \"lenght\": 1}} § invalid-input § /input/lenght",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\\u0000\"}} § invalid-input § /input/text",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"overlap\": 0} § invalid-overlap § /overlap",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"overlap\": 2.5} § invalid-overlap § /overlap",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"overlap\": 1001} § invalid-overlap § /overlap",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"gold\": {\"mood\": \"cold\"}} § invalid-gold § /gold/mood",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"gold\": {}} § invalid-gold § /gold/mood",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"gold\": 7} § invalid-gold § /gold",
                    "{\"externalId\": \"a\", \"input\": {\"text\": \"x\"}, \"training\": true} § invalid-gold § /gold",
                })
        void name_their_faults(String line, String code, String pointer) throws IOException {
            List<TaskRow> rows = lines("{\"externalId\": \"fine\", \"input\": {\"text\": \"x\"}}\n" + line + "\n");

            assertThat(rows).extracting(TaskRow::externalId).containsExactly("fine");
            assertThat(errors.list()).singleElement().satisfies(error -> {
                assertThat(error.row()).isEqualTo(2);
                assertThat(error.code()).isEqualTo(code);
                assertThat(error.pointer()).isEqualTo(pointer);
                assertThat(error.detail()).isNotBlank();
            });
        }

        @Test
        void may_give_the_right_answer() throws IOException {
            List<TaskRow> rows = lines("""
                    {"externalId": "a", "input": {"text": "x"}, "gold": {"mood": "sad"}, "explanation": "rain", "training": true}
                    {"externalId": "b", "input": {"text": "x"}, "gold": {"mood": "happy"}}
                    {"externalId": "c", "input": {"text": "x"}}
                    """);

            assertThat(errors.isEmpty()).isTrue();
            var first = Objects.requireNonNull(rows.get(0).known());
            assertThat(first.gold().path("mood").textValue()).isEqualTo("sad");
            assertThat(first.explanation()).isEqualTo("rain");
            assertThat(first.training()).isTrue();
            assertThat(Objects.requireNonNull(rows.get(1).known()).training()).isFalse();
            assertThat(rows.get(2).known()).isNull();
        }

        @Test
        void may_not_be_longer_than_a_megabyte() throws IOException {
            String huge = "{\"externalId\": \"a\", \"input\": {\"text\": \"" + "x".repeat(1024 * 1024) + "\"}}\n";

            List<TaskRow> rows = lines(huge + "{\"externalId\": \"b\", \"input\": {\"text\": \"x\"}}");

            assertThat(rows).extracting(TaskRow::externalId).containsExactly("b");
            assertThat(errors.list()).extracting(RowError::code).containsExactly("row-too-long");
        }

        @Test
        void errors_beyond_a_thousand_are_only_counted() throws IOException {
            List<TaskRow> rows = lines("{}\n".repeat(2500));

            assertThat(rows).isEmpty();
            assertThat(errors.rows()).isEqualTo(2500);
            assertThat(errors.list()).hasSize(RowErrors.MOST_KEPT);
        }
    }

    @Nested
    class Table {

        @Test
        void is_tasks() throws IOException {
            List<TaskRow> rows = table("""
                    externalId,overlap,length,text
                    a,,3,one
                    b,5,,"two, and ""three\"""
                    """);

            assertThat(errors.list()).isEmpty();
            assertThat(rows).extracting(TaskRow::externalId).containsExactly("a", "b");
            assertThat(rows).extracting(TaskRow::overlap).containsExactly(0, 5);
            assertThat(rows.get(0).input().toString()).isEqualTo("{\"length\":3,\"text\":\"one\"}");
            assertThat(rows.get(1).input().toString()).isEqualTo("{\"text\":\"two, and \\\"three\\\"\"}");
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '§',
                value = {
                    "b,1,three,x § length § invalid-input",
                    "b,1,0,x § length § invalid-input",
                    "b,many,1,x § overlap § invalid-overlap",
                    "b,1001,1,x § overlap § invalid-overlap",
                    ",1,1,x § externalId § invalid-external-id",
                    "b,1,1, § text § invalid-input",
                    "b,1,1 § text § malformed-csv",
                    "b,1,1,x,more § 5 § malformed-csv",
                    "b,1,1,x\"y § text § malformed-csv",
                })
        void names_row_and_column_of_a_fault(String row, String column, String code) throws IOException {
            List<TaskRow> rows = table("externalId,overlap,length,text\na,,,fine\n" + row + "\n");

            assertThat(rows).extracting(TaskRow::externalId).containsExactly("a");
            assertThat(errors.list()).singleElement().satisfies(error -> {
                assertThat(error.row()).isEqualTo(2);
                assertThat(error.column()).isEqualTo(column);
                assertThat(error.code()).isEqualTo(code);
            });
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '§',
                value = {
                    "text § externalId § missing-column",
                    "externalId,text,colour § colour § unknown-column",
                    "externalId,text,text § text § malformed-csv",
                    "externalId,,text § 2 § malformed-csv",
                })
        void a_header_that_cannot_be_used_ends_it(String header, String column, String code) throws IOException {
            List<TaskRow> rows = table(header + "\na,b,c\n");

            assertThat(rows).isEmpty();
            assertThat(errors.list()).singleElement().satisfies(error -> {
                assertThat(error.row()).isZero();
                assertThat(error.column()).isEqualTo(column);
                assertThat(error.code()).isEqualTo(code);
            });
        }
    }

    private List<TaskRow> lines(String body) throws IOException {
        return all(new NdjsonRows(stream(body), spec()));
    }

    private List<TaskRow> table(String body) throws IOException {
        return all(new CsvRows(stream(body), spec(), errors));
    }

    private List<TaskRow> all(TaskRows rows) throws IOException {
        var found = new ArrayList<TaskRow>();
        for (TaskRow row = rows.next(errors); row != null; row = rows.next(errors)) {
            found.add(row);
        }
        return found;
    }

    private static ByteArrayInputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static TaskSpec spec() {
        try {
            return TaskSpec.parse(new ObjectMapper().readTree(TestJobs.SPEC), "");
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
