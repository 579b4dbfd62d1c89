package dev.groundwork.task.export.format;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.export.parquet.Codec;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.annotation.JsonProperty;

/** A form in which results leave: the one table of what fits which job, and how it is written. */
public enum Format {
    /** One JSON object a line; the canonical form. */
    @JsonProperty("jsonl")
    JSONL("jsonl", "results.jsonl", "application/x-ndjson;charset=UTF-8", true),
    /** A table. */
    @JsonProperty("csv")
    CSV("csv", "results.csv", "text/csv;charset=UTF-8", true),
    /** A table by columns. */
    @JsonProperty("parquet")
    PARQUET("parquet", "results.parquet", "application/vnd.apache.parquet", true),
    /** Objects in pictures. */
    @JsonProperty("coco")
    COCO("coco", "coco.json", "application/json", false),
    /** Objects in pictures, for Ultralytics' YOLO. */
    @JsonProperty("yolo")
    YOLO("yolo", "yolo.zip", "application/zip", false),
    /** Tagged words. */
    @JsonProperty("conll")
    CONLL("conll", "conll2003.txt", "text/plain;charset=UTF-8", false),
    /** A project of Label Studio. */
    @JsonProperty("label-studio")
    LABEL_STUDIO("label-studio", "label-studio.zip", "application/zip", true),
    /** A folder for Hugging Face's hub. */
    @JsonProperty("hugging-face")
    HUGGING_FACE("hugging-face", "hugging-face.zip", "application/zip", true);

    private final String word;
    private final String fileName;
    private final String mediaType;
    private final boolean takesAll;

    Format(String word, String fileName, String mediaType, boolean takesAll) {
        this.word = word;
        this.fileName = fileName;
        this.mediaType = mediaType;
        this.takesAll = takesAll;
    }

    /** Begins an export; {@link #check} said that it can be made. */
    public ExportWriter open(Plan plan, OutputStream out) throws IOException {
        return switch (this) {
            case JSONL -> new JsonLines(plan, out);
            case CSV -> new CsvTable(plan, out);
            case PARQUET -> new ParquetTable(plan, out, Codec.GZIP);
            case COCO -> new Coco(plan, out);
            case YOLO -> new Yolo(plan, out);
            case CONLL -> new Conll(plan, out);
            case LABEL_STUDIO -> new LabelStudio(plan, out);
            case HUGGING_FACE -> new HuggingFace(plan, out, Codec.GZIP);
        };
    }

    /** {@return the name in requests, and in a spec's {@code x-export}} */
    public String word() {
        return word;
    }

    /** {@return the last part of the name that a file of this format is saved under} */
    public String fileName() {
        return fileName;
    }

    /** {@return for {@code Content-Type}} */
    public String mediaType() {
        return mediaType;
    }

    /** {@return the format with that name} */
    public static Optional<Format> of(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word.equals(word))
                .findFirst();
    }

    /** {@return the formats that have a place for what a job's answers hold} */
    public static List<Format> fitting(TaskSpec spec) {
        return Arrays.stream(values()).filter(format -> format.fits(spec)).toList();
    }

    private boolean fits(TaskSpec spec) {
        return takesAll || !Subject.all(spec, word).isEmpty();
    }

    /**
     * Refuses what cannot be made of a job's answers.
     *
     * @throws Unprocessable {@code export-format-does-not-fit}, naming the formats that do; {@code export-field-needed}
     */
    public void check(TaskSpec spec, Options options) {
        if (!fits(spec)) {
            List<String> others = fitting(spec).stream().map(Format::word).toList();
            throw new Unprocessable(
                    "export-format-does-not-fit",
                    "The answers of this job hold nothing that the format " + word + " has a place for. These fit: "
                            + String.join(", ", others) + ".",
                    Map.of("formats", others));
        }
        if (!takesAll) {
            Subject.choose(spec, word, options.field());
        }
    }
}
