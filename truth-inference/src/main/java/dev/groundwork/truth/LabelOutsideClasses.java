package dev.groundwork.truth;

/** A label that is none of the classes which the answers may have. */
public final class LabelOutsideClasses extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    /** Says which label of what is meant, and what there is. */
    public LabelOutsideClasses(String message) {
        super(message);
    }
}
