package dev.groundwork.demo.crowd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** A crowd that really worked, from a CSV with the columns {@code task,worker,label} and, where they were measured, {@code seconds}. */
public final class RecordedCrowd implements Crowd {

    /** Announced where the recording has no seconds. */
    private static final int UNMEASURED_ESTIMATE = 15;

    private static final String[] COUNTRIES = {"ES", "FR", "DE", "IT", "PT", "IE", "NL", "AT"};

    private final String name;
    private final List<Item> items;
    private final List<Person> people;
    private final Map<String, Map<String, Vote>> votes;
    private final Map<String, String> truth;
    private final Kind kind;
    private final List<String> labels;
    private final int repeats;
    private final boolean measured;

    private RecordedCrowd(
            String name,
            Map<String, Map<String, Vote>> votes,
            Map<String, String> truth,
            int repeats,
            boolean measured) {
        this.name = name;
        this.votes = votes;
        this.truth = truth;
        this.repeats = repeats;
        this.measured = measured;
        var overlaps = new LinkedHashMap<String, Integer>();
        var seen = new TreeSet<String>();
        votes.values()
                .forEach(own -> own.forEach((task, vote) -> {
                    overlaps.merge(task, 1, Integer::sum);
                    seen.add(vote.label());
                }));
        this.kind = Kind.of(seen);
        this.labels = kind.isCounted() ? List.copyOf(seen) : List.of();
        this.items = overlaps.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(task -> new Item(task.getKey(), task.getValue()))
                .toList();
        var workers = new ArrayList<Person>();
        for (var worker : votes.keySet()) {
            workers.add(new Person(worker, COUNTRIES[workers.size() % COUNTRIES.length], "en", 0));
        }
        this.people = List.copyOf(workers);
    }

    /**
     * Reads a recording.
     *
     * @param truth the right labels as {@code task,label}, or null when none are known
     * @throws UnreadableRecording when a file or row is not of that form; the message names the row
     */
    public static RecordedCrowd read(Path answers, @Nullable Path truth) {
        var votes = new LinkedHashMap<String, Map<String, Vote>>();
        int repeats = 0;
        var rows = rows(answers, Set.of("task", "worker", "label"));
        boolean measured = !rows.isEmpty() && rows.getFirst().isMapped("seconds");
        for (var row : rows) {
            var vote = new Vote(cell(answers, row, "label"), measured ? seconds(answers, row) : 0);
            var own = votes.computeIfAbsent(cell(answers, row, "worker"), worker -> new LinkedHashMap<>());
            // A person answers a task once here: the first answer counts, as it did when it was given.
            if (own.putIfAbsent(cell(answers, row, "task"), vote) != null) {
                repeats++;
            }
        }
        if (votes.isEmpty()) {
            throw new UnreadableRecording(answers + " has no answers: one row per answer is expected below the header");
        }
        var right = new LinkedHashMap<String, String>();
        if (truth != null) {
            for (var row : rows(truth, Set.of("task", "label"))) {
                right.put(cell(truth, row, "task"), cell(truth, row, "label"));
            }
        }
        var parent = answers.toAbsolutePath().normalize().getParent();
        var folder = parent == null ? null : parent.getFileName();
        return new RecordedCrowd(
                folder == null ? answers.toString() : folder.toString(), votes, right, repeats, measured);
    }

    @Override
    public String name() {
        return name + " (recorded)";
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String question() {
        return switch (kind) {
            case CHOICE -> "Which category fits?";
            case PREFERENCE -> "Which of the two is better?";
            case TRANSCRIPT -> "What is said?";
        };
    }

    @Override
    public List<String> labels() {
        return labels;
    }

    @Override
    public List<Item> items() {
        return items;
    }

    @Override
    public List<Person> people() {
        return people;
    }

    @Override
    public @Nullable List<String> plan(Person person) {
        return List.copyOf(own(person).keySet());
    }

    @Override
    public byte @Nullable [] picture(String externalId) {
        return null;
    }

    @Override
    public Vote vote(Person person, String externalId) {
        var vote = own(person).get(externalId);
        if (vote == null) {
            throw new IllegalArgumentException(person.name() + " has not answered " + externalId);
        }
        return vote;
    }

    @Override
    public Map<String, String> truth() {
        return Map.copyOf(truth);
    }

    @Override
    public int skippedRepeats() {
        return repeats;
    }

    /** The 75th percentile of the workers' own medians: the time that three quarters of them keep. */
    @Override
    public int estimateSeconds() {
        if (!measured) {
            return UNMEASURED_ESTIMATE;
        }
        var medians = votes.values().stream()
                .map(own -> Seconds.quantile(
                        own.values().stream().map(Vote::seconds).toList(), 0.5))
                .toList();
        return (int) Math.max(1, Math.ceil(Seconds.quantile(medians, 0.75)));
    }

    @Override
    public String secondsSource() {
        return measured ? "as recorded in the file" : "not recorded in the file";
    }

    private Map<String, Vote> own(Person person) {
        var own = votes.get(person.name());
        if (own == null) {
            throw new IllegalArgumentException("not in this crowd: " + person.name());
        }
        return own;
    }

    private static List<CSVRecord> rows(Path file, Set<String> columns) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (var reader = Files.newBufferedReader(file);
                var parser = format.parse(reader)) {
            var missing = new LinkedHashSet<>(new TreeSet<>(columns));
            missing.removeAll(parser.getHeaderNames());
            if (!missing.isEmpty()) {
                throw new UnreadableRecording("%s lacks the column %s; its header row is %s"
                        .formatted(file, String.join(", ", missing), parser.getHeaderNames()));
            }
            return parser.getRecords();
        } catch (IOException | java.io.UncheckedIOException unreadable) {
            throw new UnreadableRecording("cannot read " + file + ": " + unreadable.getMessage(), unreadable);
        }
    }

    private static String cell(Path file, CSVRecord row, String column) {
        var value = row.isSet(column) ? row.get(column) : "";
        if (value.isBlank()) {
            throw new UnreadableRecording(
                    "%s, row %d: column %s is empty".formatted(file, row.getRecordNumber() + 1, column));
        }
        return value;
    }

    private static int seconds(Path file, CSVRecord row) {
        var value = cell(file, row, "seconds");
        try {
            return Math.toIntExact(Math.max(0, Math.round(Double.parseDouble(value))));
        } catch (NumberFormatException | ArithmeticException notSeconds) {
            throw new UnreadableRecording(
                    "%s, row %d: seconds is \"%s\", which is no number of seconds"
                            .formatted(file, row.getRecordNumber() + 1, value),
                    notSeconds);
        }
    }

    /** A recording that cannot be replayed; the message says where and why. */
    public static final class UnreadableRecording extends RuntimeException {

        private static final long serialVersionUID = 1;

        UnreadableRecording(String message) {
            super(message);
        }

        UnreadableRecording(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
