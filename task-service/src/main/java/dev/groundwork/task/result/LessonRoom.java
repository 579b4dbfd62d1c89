package dev.groundwork.task.result;

import java.util.concurrent.Semaphore;

import jakarta.enterprise.context.ApplicationScoped;

/** Lets one large lesson take place at a time, since two side by side do not fit into memory; small ones pass. */
@ApplicationScoped
class LessonRoom {

    private final long large;
    private final Semaphore place = new Semaphore(1);

    LessonRoom(ResultConfig config) {
        this.large = config.largeLesson().asLongValue();
    }

    /** {@return whether a lesson of about so many bytes may begin; never waits} */
    boolean enter(long bytes) {
        return bytes < large || place.tryAcquire();
    }

    /** Ends a lesson that was let in. */
    void leave(long bytes) {
        if (bytes >= large) {
            place.release();
        }
    }
}
