package dev.groundwork.task.importing;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.task.ingest.RowError;
import dev.groundwork.task.ingest.RowErrors;
import dev.groundwork.task.ingest.TaskRow;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

class MturkRowsTest {

    private static final String SPEC = """
            {"spec": "task/1",
             "input": {"type": "object", "required": ["text"], "additionalProperties": false,
                       "properties": {"text": {"type": "string", "maxLength": 20}, "n": {"type": "integer"}}},
             "output": {"type": "object", "additionalProperties": false,
                        "properties": {"mood": {"type": "string", "enum": ["happy", "sad"], "x-kind": "choice"}}}}
            """;

    private final RowErrors errors = new RowErrors();

    @Test
    void of_results_are_tasks_named_by_their_hit() throws IOException {
        List<TaskRow> rows = read("""
                HITId,HITTypeId,WorkerId,AssignmentStatus,Input.text,Input.n,Answer.mood,Approve
                3AB,T,W1,Approved,"a day, long",4,happy,
                3AC,T,W2,Submitted,night,,sad,x
                """);

        assertThat(errors.isEmpty()).isTrue();
        assertThat(rows).extracting(TaskRow::externalId).containsExactly("3AB", "3AC");
        assertThat(rows.getFirst().input().toString()).isEqualTo("{\"text\":\"a day, long\",\"n\":4}");
        assertThat(rows.get(1).input().toString()).isEqualTo("{\"text\":\"night\"}");
    }

    @Test
    void of_inputs_are_tasks_named_by_their_row() throws IOException {
        List<TaskRow> rows = read("text,n\r\nday,1\r\n\r\nnight,2\r\n");

        assertThat(errors.isEmpty()).isTrue();
        assertThat(rows).extracting(TaskRow::externalId).containsExactly("row-1", "row-2");
    }

    @Test
    void that_cannot_be_read_are_named_by_row_and_column() throws IOException {
        List<TaskRow> rows = read("""
                HITId,Input.text,Input.n,Answer.mood
                1,fine,1,happy
                2,fine,many,happy
                3,this one is far too long for it,1,happy
                4,"open
                """);

        assertThat(rows).extracting(TaskRow::externalId).containsExactly("1");
        assertThat(errors.list())
                .extracting(RowError::row, RowError::column, RowError::code)
                .containsExactly(
                        tuple(2L, "Input.n", "invalid-input"),
                        tuple(3L, "Input.text", "invalid-input"),
                        tuple(4L, "Input.text", "malformed-csv"));
    }

    @Test
    void with_a_header_that_does_not_fit_are_not_read() throws IOException {
        assertThat(read("HITId,Input.text,Input.sound\n1,a,b\n")).isEmpty();
        assertThat(errors.list()).singleElement().satisfies(error -> assertThat(
                        error.row() + error.code() + error.column())
                .isEqualTo("0unknown-columnInput.sound"));
        assertThat(read("HITId,Answer.mood\n1,happy\n")).isEmpty();
        assertThat(read("")).isEmpty();
        assertThat(read("Input.text,Input.text\na,b\n")).isEmpty();
    }

    private List<TaskRow> read(String csv) throws IOException {
        TaskSpec spec = TaskSpec.parse(new ObjectMapper().readTree(SPEC), "/spec");
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        var reader = new MturkRows(in, spec, errors);
        var rows = new ArrayList<TaskRow>();
        for (TaskRow row = reader.next(errors); row != null; row = reader.next(errors)) {
            rows.add(row);
        }
        return rows;
    }
}
