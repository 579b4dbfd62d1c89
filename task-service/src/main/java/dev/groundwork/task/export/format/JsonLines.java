package dev.groundwork.task.export.format;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;

/** One JSON object a line. */
final class JsonLines implements ExportWriter {

    private final Writer writer;
    private final Options options;

    JsonLines(Plan plan, OutputStream out) {
        this.options = plan.options();
        this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 32 * 1024);
    }

    @Override
    public void row(ExportRow row) throws IOException {
        writer.write(JsonRow.JSON.writeValueAsString(JsonRow.of(row, options)));
        writer.write('\n');
    }

    @Override
    public void end() throws IOException {
        writer.flush();
    }
}
