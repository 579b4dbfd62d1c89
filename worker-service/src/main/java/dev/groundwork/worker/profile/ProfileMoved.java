package dev.groundwork.worker.profile;

/** The profile is not the one that the caller has seen: a failed precondition of the request. */
public final class ProfileMoved extends RuntimeException {

    private static final long serialVersionUID = 1L;

    ProfileMoved() {
        super("the profile is of another version than the request expects");
    }
}
