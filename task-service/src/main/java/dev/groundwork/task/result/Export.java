package dev.groundwork.task.result;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.task.result.Results.Answer;
import dev.groundwork.task.spec.OutputField;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;

/** Writes all of a job's results or answers to a stream, row by row. */
@ApplicationScoped
class Export {

    private final Results results;
    private final ObjectWriter json;

    Export(Results results, ObjectMapper json) {
        this.results = results;
        // The stream belongs to the server, which ends it.
        this.json = json.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    }

    void resultLines(UUID jobId, OutputStream out) throws IOException {
        Writer writer = writerTo(out);
        results.each(jobId, result -> line(writer, result));
        writer.flush();
    }

    void answerLines(UUID jobId, OutputStream out) throws IOException {
        Writer writer = writerTo(out);
        results.eachAnswer(jobId, answer -> line(writer, answer));
        writer.flush();
    }

    void resultTable(UUID jobId, List<OutputField> fields, OutputStream out) throws IOException {
        Writer writer = writerTo(out);
        var header = new CsvLine().add("taskId").add("externalId").add("answers");
        for (OutputField field : fields) {
            header.add(field.name())
                    .add(field.name() + ".votes")
                    .add(field.name() + ".share")
                    .add(field.name() + ".tie")
                    .add(field.name() + ".confidence");
        }
        writer.write(header.end());
        results.each(jobId, result -> {
            var line =
                    new CsvLine().add(result.taskId()).add(result.externalId()).add(result.answers());
            for (OutputField field : fields) {
                JsonNode outcome = result.result().path(field.name());
                if (outcome.isMissingNode()) {
                    line.add(null).add(null).add(null).add(null).add(null);
                } else {
                    line.add(outcome.path("value"))
                            .add(outcome.path("votes").intValue())
                            .add(outcome.path("share").doubleValue())
                            .add(outcome.path("tie").booleanValue())
                            .add(
                                    outcome.has("confidence")
                                            ? outcome.path("confidence").doubleValue()
                                            : null);
                }
            }
            writer.write(line.end());
        });
        writer.flush();
    }

    void answerTable(UUID jobId, List<OutputField> fields, OutputStream out) throws IOException {
        Writer writer = writerTo(out);
        var header = new CsvLine()
                .add("assignmentId")
                .add("taskId")
                .add("externalId")
                .add("workerId")
                .add("state")
                .add("submittedAt")
                .add("activeSeconds")
                .add("wallSeconds");
        fields.forEach(field -> header.add(field.name()));
        writer.write(header.end());
        results.eachAnswer(jobId, answer -> writer.write(row(answer, fields)));
        writer.flush();
    }

    private static String row(Answer answer, List<OutputField> fields) {
        var line = new CsvLine()
                .add(answer.assignmentId())
                .add(answer.taskId())
                .add(answer.externalId())
                .add(answer.workerId())
                .add(answer.state())
                .add(answer.submittedAt())
                .add(answer.activeSeconds())
                .add(answer.wallSeconds());
        for (OutputField field : fields) {
            line.add(answer.answer().get(field.name()));
        }
        return line.end();
    }

    private void line(Writer writer, Object item) throws IOException {
        json.writeValue(writer, item);
        writer.write('\n');
    }

    private static Writer writerTo(OutputStream out) {
        return new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 * 1024);
    }
}
