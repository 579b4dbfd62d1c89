package dev.groundwork.task.signal;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

import dev.groundwork.task.signal.Window.Entry;
import dev.groundwork.task.spec.Consensus;
import dev.groundwork.task.spec.OutputField;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.truth.agreement.Coefficient;
import dev.groundwork.truth.answer.Answer;
import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.signal.DuplicatedTexts;
import dev.groundwork.truth.signal.ErrorAgreement;
import dev.groundwork.truth.signal.FastWork;
import dev.groundwork.truth.signal.RepeatedText;
import dev.groundwork.truth.signal.SharedTexts;
import dev.groundwork.truth.signal.SpeedFloor;
import dev.groundwork.truth.signal.SpeedFloor.TimedAnswer;
import dev.groundwork.truth.text.Words;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Searches a window of answers for signs, and puts what is found into words and evidence for a person. */
final class Search {

    /** A result without control answer is beyond doubt with so many answers, of which so large a part agree. */
    private static final int LEAST_VOTES = 3;

    private static final double LEAST_SHARE = 0.6;

    private static final int MOST_SHOWN = 100;
    private static final int LONGEST_TEXT_SHOWN = 1_000;

    private final List<OutputField> fields;
    private final Map<UUID, JsonNode> controls;
    private final Duration speedFloor;

    /**
     * @param controls known answers by task, as far as there are any
     * @param speedFloor below which an answer is too fast
     */
    Search(List<OutputField> fields, Map<UUID, JsonNode> controls, Duration speedFloor) {
        this.fields = fields;
        this.controls = controls;
        this.speedFloor = speedFloor;
    }

    List<Finding> in(Window window) {
        var tasks = new HashMap<String, String>();
        window.answers().forEach(entry -> tasks.put(entry.taskId().toString(), entry.externalId()));
        var found = new ArrayList<Finding>();
        for (OutputField field : fields) {
            // Ratings are a matter of taste: who shares the taste shares what others call errors.
            if (field.kind().consensus() == Consensus.CATEGORICAL) {
                found.addAll(sharedErrors(field, answersOf(window, field), tasks));
            } else if (field.kind() == OutputKind.TEXT) {
                found.addAll(duplicates(field, answersOf(window, field), tasks));
            }
        }
        found.addAll(fastWork(window, tasks));
        return found;
    }

    private static Answers<String> answersOf(Window window, OutputField field) {
        var answers = new ArrayList<Answer<String>>();
        for (Entry entry : window.answers()) {
            JsonNode value = entry.answer().path(field.name());
            if (!value.isMissingNode() && !value.isNull()) {
                answers.add(new Answer<>(
                        entry.taskId().toString(),
                        entry.workerId().toString(),
                        field.kind() == OutputKind.TEXT ? value.asText() : field.labelOf(value)));
            }
        }
        return Answers.of(answers);
    }

    private List<Finding> sharedErrors(OutputField field, Answers<String> answers, Map<String, String> tasks) {
        var truth = truth(field, answers);
        var found = new ArrayList<Finding>();
        for (ErrorAgreement pair : ErrorAgreement.find(answers, truth, ErrorAgreement.Rule.USUAL)) {
            var evidence = object();
            evidence.put("commonTasks", pair.commonTasks());
            evidence.put("bothWrong", pair.bothWrong());
            evidence.put("sameWrong", pair.sameWrong());
            evidence.put("expectedSameWrong", pair.expectedSameWrong());
            evidence.put("chance", pair.chance());
            if (pair.kappa() instanceof Coefficient.Defined kappa) {
                evidence.put("kappaOfErrors", kappa.value());
            }
            var items = new TreeSet<String>();
            var shown = evidence.putArray("tasks");
            truth.forEach((task, right) -> {
                var own = answers.to(task);
                String given = own.get(pair.one());
                if (given != null && !given.equals(right) && given.equals(own.get(pair.other()))) {
                    items.add(task);
                    if (shown.size() < MOST_SHOWN) {
                        shown.addObject()
                                .put("taskId", task)
                                .put("externalId", tasks.get(task))
                                .put("both", given)
                                .put("right", right)
                                .put("rightBy", controls.containsKey(UUID.fromString(task)) ? "control" : "majority")
                                .put(
                                        "othersRight",
                                        own.values().stream()
                                                .filter(right::equals)
                                                .count())
                                .put("others", own.size() - 2);
                    }
                }
            });
            found.add(
                    finding(SignalKind.ERROR_AGREEMENT, field.name(), pair.workers(), pair.summary(), evidence, items));
        }
        return found;
    }

    /** By task: the control answer where there is one, else what a clear majority says. */
    private Map<String, String> truth(OutputField field, Answers<String> answers) {
        var truth = new TreeMap<String, String>();
        answers.byTask().forEach((task, own) -> {
            JsonNode control = controls.get(UUID.fromString(task));
            if (control != null && !control.path(field.name()).isMissingNode()) {
                truth.put(task, field.labelOf(control.path(field.name())));
                return;
            }
            var votes = new TreeMap<String, Integer>();
            own.values().forEach(label -> votes.merge(label, 1, Integer::sum));
            votes.entrySet().stream()
                    .max(Map.Entry.comparingByValue())
                    .filter(first -> own.size() >= LEAST_VOTES && first.getValue() >= LEAST_SHARE * own.size())
                    .ifPresent(first -> truth.put(task, first.getKey()));
        });
        return truth;
    }

    private static List<Finding> duplicates(OutputField field, Answers<String> answers, Map<String, String> tasks) {
        var found = new ArrayList<Finding>();
        var uses = usesOf(answers);
        for (SharedTexts pair : DuplicatedTexts.USUAL.shared(answers)) {
            var evidence = object();
            var texts = evidence.putArray("texts");
            for (String text :
                    pair.texts().subList(0, Math.min(MOST_SHOWN, pair.texts().size()))) {
                var sides = texts.addObject().put("words", cut(text)).putArray("uses");
                uses.getOrDefault(text, List.of()).stream()
                        .filter(use -> pair.workers().contains(use.worker()))
                        .limit(MOST_SHOWN)
                        .forEach(use -> sides.add(shown(use, tasks).put("workerId", use.worker())));
            }
            found.add(finding(
                    SignalKind.SHARED_TEXTS,
                    field.name(),
                    pair.workers(),
                    pair.summary(),
                    evidence,
                    pair.texts().stream().map(Search::nameOf).collect(Collectors.toCollection(TreeSet::new))));
        }
        var repeats = new LinkedHashMap<String, List<RepeatedText>>();
        DuplicatedTexts.USUAL.repeated(answers).forEach(text -> repeats.computeIfAbsent(
                        text.worker(), worker -> new ArrayList<>())
                .add(text));
        repeats.forEach((worker, texts) -> found.add(repeated(field, worker, texts, uses, tasks)));
        return found;
    }

    /** All that one worker repeated is one sign. */
    private static Finding repeated(
            OutputField field,
            String worker,
            List<RepeatedText> texts,
            Map<String, List<Answer<String>>> uses,
            Map<String, String> tasks) {
        var evidence = object();
        var shownTexts = evidence.putArray("texts");
        var items = new TreeSet<String>();
        int all = 0;
        for (RepeatedText text : texts) {
            all += text.tasks().size();
            items.addAll(text.tasks());
            if (shownTexts.size() < MOST_SHOWN) {
                var sides =
                        shownTexts.addObject().put("words", cut(text.text())).putArray("uses");
                uses.getOrDefault(text.text(), List.of()).stream()
                        .filter(use -> use.worker().equals(worker))
                        .limit(MOST_SHOWN)
                        .forEach(use -> sides.add(shown(use, tasks)));
            }
        }
        String summary = texts.size() == 1
                ? texts.getFirst().summary()
                : String.format(Locale.ROOT, "%s gave the same %d texts to %d tasks.", worker, texts.size(), all);
        return finding(SignalKind.REPEATED_TEXT, field.name(), List.of(worker), summary, evidence, items);
    }

    /** Who wrote each text, as texts are compared. */
    private static Map<String, List<Answer<String>>> usesOf(Answers<String> answers) {
        var uses = new HashMap<String, List<Answer<String>>>();
        answers.byTask()
                .forEach((task, own) -> own.forEach((worker, text) -> uses.computeIfAbsent(
                                String.join(" ", Words.of(text)), unseen -> new ArrayList<>())
                        .add(new Answer<>(task, worker, text))));
        return uses;
    }

    private static ObjectNode shown(Answer<String> use, Map<String, String> tasks) {
        return object().put("taskId", use.task())
                .put("externalId", tasks.get(use.task()))
                .put("text", cut(use.value()));
    }

    private static String cut(String text) {
        if (text.length() <= LONGEST_TEXT_SHOWN) {
            return text;
        }
        // Half a character is none that a database keeps.
        int end = Character.isHighSurrogate(text.charAt(LONGEST_TEXT_SHOWN - 1))
                ? LONGEST_TEXT_SHOWN - 1
                : LONGEST_TEXT_SHOWN;
        return text.substring(0, end) + "…";
    }

    /** A name of a text, as long for a long one as for a short one. */
    private static String nameOf(String text) {
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    private List<Finding> fastWork(Window window, Map<String, String> tasks) {
        var seconds = new HashMap<String, Long>();
        var timed = new ArrayList<TimedAnswer>();
        for (Entry entry : window.answers()) {
            if (!entry.telling()) {
                continue;
            }
            timed.add(new TimedAnswer(
                    entry.workerId().toString(),
                    entry.taskId().toString(),
                    Duration.ofSeconds(entry.activeSeconds()).toMillis(),
                    entry.submittedAt().toEpochMilli()));
            seconds.put(entry.workerId() + " " + entry.taskId(), entry.activeSeconds());
        }
        var floor = new SpeedFloor(speedFloor.toMillis(), SignalKind.FAST_WORK.leastItems(), 20);
        var found = new ArrayList<Finding>();
        for (FastWork work : floor.find(timed)) {
            var evidence = object();
            evidence.put("fast", work.fast());
            evidence.put("looked", work.looked());
            evidence.put("floorSeconds", work.floorMillis() / 1000.0);
            evidence.put("fastestSeconds", work.fastestMillis() / 1000.0);
            evidence.put("medianSeconds", work.medianMillis() / 1000.0);
            var shown = evidence.putArray("tasks");
            work.tasks().forEach(task -> shown.addObject()
                    .put("taskId", task)
                    .put("externalId", tasks.get(task))
                    .put("activeSeconds", seconds.get(work.worker() + " " + task)));
            found.add(finding(
                    SignalKind.FAST_WORK, "", work.workers(), work.summary(), evidence, new TreeSet<>(work.tasks())));
        }
        return found;
    }

    private static Finding finding(
            SignalKind kind,
            String field,
            List<String> workers,
            String summary,
            ObjectNode evidence,
            SortedSet<String> items) {
        return new Finding(kind, field, workers.stream().map(UUID::fromString).toList(), summary, evidence, items);
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
