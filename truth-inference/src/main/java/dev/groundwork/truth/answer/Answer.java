package dev.groundwork.truth.answer;

/**
 * What one worker answered to one task.
 *
 * @param <V> the form of the answer: a label, a text, a number, a list of shapes
 */
public record Answer<V>(String task, String worker, V value) {

    public Answer {
        if (task.isBlank() || worker.isBlank()) {
            throw new IllegalArgumentException(
                    "An answer names its task and its worker; this one has task '%s' and worker '%s'."
                            .formatted(task, worker));
        }
    }
}
