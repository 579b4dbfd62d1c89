package dev.groundwork.task.assignment;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.virtual.threads.VirtualThreads;

/** Takes answers from requests on the event loop, as a submission mostly does nothing but wait for the commit that it shares. */
@ApplicationScoped
public class Submissions {

    /** Bytes of a request whose answer is held to its schema on the event loop, where nobody else is served meanwhile. */
    private static final long QUICKLY_CHECKED = 16 * 1024;

    private final AssignmentWork work;
    private final ExecutorService virtualThreads;

    Submissions(AssignmentWork work, @VirtualThreads ExecutorService virtualThreads) {
        this.work = work;
        this.virtualThreads = virtualThreads;
    }

    /**
     * As {@link AssignmentWork#submit}; what takes longer than an event loop may is done elsewhere.
     *
     * @param length of the request in bytes
     */
    public CompletionStage<Receipt> take(UUID assignmentId, UUID workerId, NewAnswer given, long length) {
        if (length <= QUICKLY_CHECKED && work.isQuick(assignmentId)) {
            return submit(assignmentId, workerId, given);
        }
        return CompletableFuture.completedStage(given)
                .thenComposeAsync(answer -> submit(assignmentId, workerId, answer), virtualThreads);
    }

    private CompletionStage<Receipt> submit(UUID assignmentId, UUID workerId, NewAnswer given) {
        return work.submit(assignmentId, workerId, given.answer(), given.activeSeconds(), given.restores());
    }
}
