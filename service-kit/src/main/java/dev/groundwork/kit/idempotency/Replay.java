package dev.groundwork.kit.idempotency;

import jakarta.enterprise.context.RequestScoped;

/** Whether the answer to the running request is a stored one. */
@RequestScoped
class Replay {

    private boolean happened;

    void happened() {
        happened = true;
    }

    boolean hasHappened() {
        return happened;
    }
}
