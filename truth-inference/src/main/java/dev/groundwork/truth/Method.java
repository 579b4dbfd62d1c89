package dev.groundwork.truth;

/** A way to tell the true labels from the answers of a crowd. */
public interface Method {

    /** {@return its name on the command line: lower case, words joined by hyphens} */
    String name();

    /** {@return whether control tasks make a difference to it} */
    boolean usesGold();

    /**
     * Infers the true labels. The same answers and conditions give the same result, bit by bit, on any number of cores.
     *
     * @throws java.util.concurrent.CancellationException when the limit's wish to end came true
     */
    Inference infer(Labels labels, Conditions conditions);

    /** Infers the true labels from nothing but the answers. */
    default Inference infer(Labels labels) {
        return infer(labels, Conditions.PLAIN);
    }
}
