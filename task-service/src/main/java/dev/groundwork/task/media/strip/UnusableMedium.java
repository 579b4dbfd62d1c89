package dev.groundwork.task.media.strip;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/** The bytes are not what their signature promises, or are more than can be shown; the message says why, for a person. */
public final class UnusableMedium extends IOException {

    private static final long serialVersionUID = 1;

    /** What is wrong. */
    public enum Fault {
        /** The file does not hold together. */
        BROKEN,
        /** It unfolds into more pixels than are taken. */
        TOO_MANY_PIXELS,
        /** Its inside is of a kind that is not known. */
        UNKNOWN_KIND
    }

    private final Fault fault;

    private UnusableMedium(Fault fault, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.fault = fault;
    }

    public static UnusableMedium broken(String message) {
        return broken(message, null);
    }

    /** @param cause what was thrown by whoever could not read it */
    public static UnusableMedium broken(String message, @Nullable Throwable cause) {
        return new UnusableMedium(Fault.BROKEN, message, cause);
    }

    static UnusableMedium tooManyPixels(String message) {
        return new UnusableMedium(Fault.TOO_MANY_PIXELS, message, null);
    }

    static UnusableMedium unknownKind(String message) {
        return new UnusableMedium(Fault.UNKNOWN_KIND, message, null);
    }

    public Fault fault() {
        return fault;
    }
}
