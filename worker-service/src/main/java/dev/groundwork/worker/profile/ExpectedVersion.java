package dev.groundwork.worker.profile;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

import dev.groundwork.kit.problem.InvalidRequest;

import org.jspecify.annotations.Nullable;

/** Which versions of a thing the caller accepts to change: the value of an {@code If-Match} header. */
public final class ExpectedVersion {

    /** Whoever sends no condition changes whatever is there. */
    public static final ExpectedVersion ANY_OR_NONE = new ExpectedVersion(false, Set.of());

    private static final Pattern TAG = Pattern.compile("\"([^\"]*)\"");

    private final boolean mustExist;
    private final Set<String> tags;

    private ExpectedVersion(boolean mustExist, Set<String> tags) {
        this.mustExist = mustExist;
        this.tags = tags;
    }

    /**
     * Reads {@code *} or a list of entity tags; weak ones never match, as RFC 9110 says.
     *
     * @throws InvalidRequest {@code invalid-request} when it is neither
     */
    public static ExpectedVersion ofHeader(@Nullable String ifMatch) {
        if (ifMatch == null) {
            return ANY_OR_NONE;
        }
        var tags = new HashSet<String>();
        if (!ifMatch.strip().equals("*")) {
            for (var part : ifMatch.split(",", -1)) {
                var tag = part.strip();
                var strong = TAG.matcher(tag);
                if (strong.matches()) {
                    tags.add(strong.group(1));
                } else if (!tag.startsWith("W/")) {
                    throw new InvalidRequest(
                            "invalid-request",
                            "If-Match must hold the ETag that GET /v1/me gave, in its quotes, such as \"3\".");
                }
            }
        }
        return new ExpectedVersion(true, tags);
    }

    /**
     * @param version of what is there, null where nothing is
     * @throws ProfileMoved when it is not what the caller expects
     */
    void check(@Nullable Integer version) {
        if (!mustExist) {
            return;
        }
        boolean met = version != null && (tags.isEmpty() || tags.contains(version.toString()));
        if (!met) {
            throw new ProfileMoved();
        }
    }
}
