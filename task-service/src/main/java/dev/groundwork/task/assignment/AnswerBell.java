package dev.groundwork.task.assignment;

import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.enterprise.context.ApplicationScoped;

/**
 * Tells whoever thinks about answers that some were submitted. Ringing costs next to nothing and promises nothing: answers wait
 * in {@code answer_queue} until they are thought about, and whoever was asleep finds them there.
 */
@ApplicationScoped
public class AnswerBell {

    private final AtomicBoolean written = new AtomicBoolean();
    private volatile Runnable listener = () -> {};

    /** Names who is to hear it; there is one. */
    public void onRing(Runnable whoListens) {
        listener = whoListens;
    }

    /** Answers were queued by a transaction that has not ended yet. */
    void answersWritten() {
        written.set(true);
    }

    /** A transaction has ended. */
    void ring() {
        if (written.compareAndSet(true, false)) {
            listener.run();
        }
    }
}
