package dev.groundwork.task.access;

import java.util.Objects;
import java.util.concurrent.Executor;

import io.vertx.core.Vertx;

/** Where a request that must not wait goes on. */
public final class EventLoop {

    private EventLoop() {}

    /**
     * {@return the event loop of the present request, for what follows on another thread's work}
     *
     * @throws NullPointerException outside of a request
     */
    public static Executor present() {
        var context = Objects.requireNonNull(Vertx.currentContext(), "no request");
        return work -> context.runOnContext(nothing -> work.run());
    }
}
