package dev.groundwork.task.agreement;

import java.util.function.Function;

import jakarta.ws.rs.core.Response;

import dev.groundwork.task.agreement.Looks.Seen;

import org.jspecify.annotations.Nullable;

/** Answers that carry the tag of the look they rest on, so that who has them need not get them again. */
final class Tagged {

    private static final int NOT_MODIFIED = 304;

    private Tagged() {}

    /** {@return what the look shows, or only that nothing has changed since the caller had it} */
    static Response answer(Seen seen, @Nullable String ifNoneMatch, Function<Seen, Object> view) {
        // Weak: what is the same may have been computed at another time, and says so.
        var tag = "W/\"" + seen.look().tag() + "\"";
        var answer = tag.equals(ifNoneMatch) ? Response.status(NOT_MODIFIED) : Response.ok(view.apply(seen));
        return answer.header("ETag", tag)
                .header("Cache-Control", "private, no-cache")
                .build();
    }
}
