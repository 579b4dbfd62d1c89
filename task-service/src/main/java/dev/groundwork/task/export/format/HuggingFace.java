package dev.groundwork.task.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashSet;
import java.util.Set;

import dev.groundwork.task.export.archive.ZipArchive;
import dev.groundwork.task.export.parquet.Codec;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.node.TextNode;

/**
 * A folder as Hugging Face's hub takes it: the data as one Parquet file, and README.md, the data set card. A preference of two
 * texts becomes the columns prompt, chosen and rejected; ratings of a conversation come with its messages; anything else has
 * the columns of the Parquet export.
 */
final class HuggingFace implements ExportWriter {

    private static final String DATA = "data/train-00000-of-00001.parquet";

    private final Plan plan;
    private final ZipArchive archive;
    private final Spool data;
    private final ExportWriter rows;
    private final boolean preference;
    private final boolean chat;
    private long count;

    HuggingFace(Plan plan, OutputStream out, Codec codec) throws IOException {
        this.plan = plan;
        this.archive = new ZipArchive(out, plan.scratch());
        this.data = new Spool(plan.scratch());
        var pair = PreferencePairs.of(plan, data.out(), codec);
        var conversation = pair.isPresent() ? pair : Conversations.of(plan, data.out(), codec);
        this.preference = pair.isPresent();
        this.chat = !preference && conversation.isPresent();
        this.rows = conversation.isPresent() ? conversation.get() : new ParquetTable(plan, data.out(), codec);
    }

    @Override
    public void row(ExportRow row) throws IOException {
        count++;
        rows.row(row);
    }

    @Override
    public void end() throws IOException {
        rows.end();
        archive.add("README.md", card());
        archive.store(DATA, data.file());
        plan.notes().addTo(archive);
        archive.finish();
    }

    private String card() {
        var card = new StringBuilder("---\n");
        // JSON's texts are YAML's too.
        card.append("pretty_name: ").append(TextNode.valueOf(plan.title())).append('\n');
        card.append("license: unknown\n");
        Set<String> categories = categories();
        if (!categories.isEmpty()) {
            card.append("task_categories:\n");
            categories.forEach(category -> card.append("- ").append(category).append('\n'));
        }
        card.append("size_categories:\n- ").append(size()).append('\n');
        card.append("tags:\n- human-labelled\n- crowdsourced\n");
        card.append("configs:\n- config_name: default\n  data_files:\n  - split: train\n    path: ")
                .append(DATA)
                .append("\n---\n\n# ")
                .append(plan.title().replaceAll("\\s+", " "))
                .append("\n\nLabelled by people who were paid for it. Each row is one task.\n\n")
                .append(columns())
                .append("\n| property | kind | labels |\n|---|---|---|\n");
        for (OutputField output : plan.spec().outputs()) {
            card.append("| ")
                    .append(cell(output.name()))
                    .append(" | ")
                    .append(output.kind().word())
                    .append(" | ")
                    .append(cell(String.join(", ", output.labels())))
                    .append(" |\n");
        }
        return card.append("\nTask spec: `")
                .append(plan.spec().hash())
                .append("`\n")
                .toString();
    }

    private String columns() {
        if (preference) {
            return "`prompt` is what was asked, `chosen` the text that was preferred, `rejected` the other; `confidence` says"
                    + " how sure the preference is, and ties are left out.\n";
        }
        if (chat) {
            return "`messages` is the conversation, `ratings` what its turns were rated, by their number from 0;"
                    + " `confidence` says how sure the ratings are.\n";
        }
        return "`input` is what people saw, `result` what their answers come to: for each property its `value`, and how sure"
                + " it is. Values with more shape than a list of labels are JSON texts.\n";
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replaceAll("\\s+", " ");
    }

    private String size() {
        if (count < 1_000) {
            return "n<1K";
        }
        long from = 1_000;
        while (from < 1_000_000_000L && count >= from * 10) {
            from *= 10;
        }
        return rounded(from) + "<n<" + rounded(from * 10);
    }

    private static String rounded(long number) {
        if (number >= 1_000_000_000L) {
            return number / 1_000_000_000L + "B";
        }
        return number >= 1_000_000 ? number / 1_000_000 + "M" : number / 1_000 + "K";
    }

    /** The hub's names of what the data can be used for. */
    private Set<String> categories() {
        TaskSpec spec = plan.spec();
        var categories = new LinkedHashSet<String>();
        boolean picture = spec.inputs().stream()
                .anyMatch(input -> Subject.mediumOf(spec, input.name()).equals("image"));
        for (OutputField output : spec.outputs()) {
            switch (output.kind()) {
                case CHOICE, MULTICHOICE, BOOLEAN ->
                    categories.add(picture ? "image-classification" : "text-classification");
                case BOXES -> categories.add("object-detection");
                case POLYGONS -> categories.add("image-segmentation");
                case KEYPOINTS -> categories.add("keypoint-detection");
                case SPANS -> categories.add("token-classification");
                case TRANSCRIPT -> categories.add("automatic-speech-recognition");
                case PREFERENCE, CHAT_RATINGS, TEXT -> categories.add("text-generation");
                case RANKING -> categories.add("text-ranking");
                case RATING, NUMBER, SEGMENTS, FILE -> {
                    // The hub has no name for these.
                }
            }
        }
        return categories;
    }

    @Override
    public void close() throws IOException {
        rows.close();
        archive.close();
        data.close();
    }
}
