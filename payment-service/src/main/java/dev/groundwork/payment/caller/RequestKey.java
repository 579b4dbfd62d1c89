package dev.groundwork.payment.caller;

import dev.groundwork.kit.problem.InvalidRequest;

import org.jspecify.annotations.Nullable;

/** The {@code Idempotency-Key} of requests that move money: there it is required. */
public final class RequestKey {

    public static final String HEADER = "Idempotency-Key";

    /** On an answer that was given before. */
    public static final String REPLAYED = "Idempotent-Replayed";

    private static final int MAX_LENGTH = 255;

    private RequestKey() {}

    /** @throws InvalidRequest {@code idempotency-key-missing}, {@code invalid-idempotency-key} */
    public static String required(@Nullable String key) {
        if (key == null) {
            throw new InvalidRequest(
                    "idempotency-key-missing",
                    "This request moves money: name it with an " + HEADER
                            + " header of your choice, and repeat it under the same key when the answer is lost.");
        }
        if (key.isBlank() || key.length() > MAX_LENGTH) {
            throw new InvalidRequest(
                    "invalid-idempotency-key", "The " + HEADER + " has to have 1 to " + MAX_LENGTH + " characters.");
        }
        return key;
    }
}
