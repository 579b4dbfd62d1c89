package dev.groundwork.truth.answer;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Answers by task and worker, each in the order of its name, so that nothing that is inferred from them depends on the
 * order in which they came.
 *
 * <p>A worker answers a task once: the first answer of a repeated pair counts, the rest are counted as repeats.
 *
 * @param <V> the form of the answers
 */
public final class Answers<V> {

    private final SortedMap<String, SortedMap<String, V>> byTask;
    private final SortedSet<String> workers;
    private final int size;
    private final int repeats;

    private Answers(SortedMap<String, SortedMap<String, V>> byTask, int repeats) {
        this.byTask = Collections.unmodifiableSortedMap(byTask);
        var seen = new TreeSet<String>();
        int count = 0;
        for (var own : byTask.values()) {
            seen.addAll(own.keySet());
            count += own.size();
        }
        this.workers = Collections.unmodifiableSortedSet(seen);
        this.size = count;
        this.repeats = repeats;
    }

    public static <V> Answers<V> of(Iterable<Answer<V>> answers) {
        var byTask = new TreeMap<String, SortedMap<String, V>>();
        int repeats = 0;
        for (var answer : answers) {
            var own = byTask.computeIfAbsent(answer.task(), task -> new TreeMap<>());
            if (own.putIfAbsent(answer.worker(), answer.value()) != null) {
                repeats++;
            }
        }
        byTask.replaceAll((task, own) -> Collections.unmodifiableSortedMap(own));
        return new Answers<>(byTask, repeats);
    }

    /** {@return the answers of each task by worker; a task that nobody answered is not among them} */
    public SortedMap<String, SortedMap<String, V>> byTask() {
        return byTask;
    }

    /** {@return the answers to that task by worker, none where nobody answered it} */
    public SortedMap<String, V> to(String task) {
        var own = byTask.get(task);
        return own == null ? Collections.emptySortedMap() : own;
    }

    public SortedSet<String> workers() {
        return workers;
    }

    /** {@return how many answers count} */
    public int size() {
        return size;
    }

    /** {@return how many answers were left out because their worker had already answered their task} */
    public int repeats() {
        return repeats;
    }

    /** {@return the same answers in another form} */
    public <R> Answers<R> map(Function<? super V, ? extends R> form) {
        var mapped = new TreeMap<String, SortedMap<String, R>>();
        byTask.forEach((task, own) -> {
            var forms = new TreeMap<String, R>();
            own.forEach((worker, value) -> forms.put(worker, form.apply(value)));
            mapped.put(task, Collections.unmodifiableSortedMap(forms));
        });
        return new Answers<>(mapped, repeats);
    }
}
