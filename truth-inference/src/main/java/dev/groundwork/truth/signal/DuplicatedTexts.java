package dev.groundwork.truth.signal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.text.Words;

/**
 * Finds equal texts, whatever their case and punctuation.
 *
 * @param leastWords how many words a text must have: short texts are equal by chance
 * @param leastTexts how many texts two workers must share
 * @param leastTasks to how many tasks one worker must have given the same text
 * @param mostWorkers a text that more workers gave is common property (the question itself, "I cannot tell from this
 *     picture") and not looked at
 */
public record DuplicatedTexts(int leastWords, int leastTexts, int leastTasks, int mostWorkers) {

    /** Sentences of six words, twice by two workers or three times by one. */
    public static final DuplicatedTexts USUAL = new DuplicatedTexts(6, 2, 3, 20);

    public DuplicatedTexts {
        if (leastWords < 1 || leastTexts < 1 || leastTasks < 2 || mostWorkers < 2) {
            throw new IllegalArgumentException(
                    "Texts need at least 1 word, pairs 1 text, a repetition 2 tasks, common property 2 workers; not %d, %d, %d, %d."
                            .formatted(leastWords, leastTexts, leastTasks, mostWorkers));
        }
    }

    /** {@return the pairs of workers who share texts, those with the most first} */
    public List<SharedTexts> shared(Answers<String> answers) {
        SortedMap<String, SortedMap<String, List<String>>> byPair = new TreeMap<>();
        uses(answers).forEach((text, uses) -> {
            var workers = new TreeSet<String>();
            uses.forEach(use -> workers.add(use.worker()));
            if (workers.size() <= mostWorkers) {
                for (var one : workers) {
                    for (var other : workers.tailSet(one, false)) {
                        byPair.computeIfAbsent(one, unseen -> new TreeMap<>())
                                .computeIfAbsent(other, unseen -> new ArrayList<>())
                                .add(text);
                    }
                }
            }
        });
        var found = new ArrayList<SharedTexts>();
        byPair.forEach((one, others) -> others.forEach((other, texts) -> {
            if (texts.size() >= leastTexts) {
                found.add(new SharedTexts(one, other, texts));
            }
        }));
        found.sort(Comparator.comparingInt((SharedTexts pair) -> -pair.texts().size()));
        return List.copyOf(found);
    }

    /** {@return the workers who gave one text to several tasks, those with the most first} */
    public List<RepeatedText> repeated(Answers<String> answers) {
        var found = new ArrayList<RepeatedText>();
        uses(answers).forEach((text, uses) -> {
            var tasks = new TreeMap<String, List<String>>();
            uses.forEach(use -> tasks.computeIfAbsent(use.worker(), unseen -> new ArrayList<>())
                    .add(use.task()));
            tasks.forEach((worker, own) -> {
                if (own.size() >= leastTasks && tasks.size() <= mostWorkers) {
                    found.add(new RepeatedText(worker, text, own));
                }
            });
        });
        found.sort(Comparator.comparingInt(
                        (RepeatedText repeated) -> -repeated.tasks().size())
                .thenComparing(RepeatedText::worker));
        return List.copyOf(found);
    }

    private SortedMap<String, List<TextUse>> uses(Answers<String> answers) {
        var uses = new TreeMap<String, List<TextUse>>();
        answers.byTask()
                .forEach((task, own) -> own.forEach((worker, text) -> {
                    var words = Words.of(text);
                    if (words.size() >= leastWords) {
                        uses.computeIfAbsent(String.join(" ", words), unseen -> new ArrayList<>())
                                .add(new TextUse(worker, task));
                    }
                }));
        return uses;
    }

    private record TextUse(String worker, String task) {}
}
