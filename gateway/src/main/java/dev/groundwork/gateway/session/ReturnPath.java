package dev.groundwork.gateway.session;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/** Where a login leads back to: a path of this site, never another site. */
final class ReturnPath {

    private static final URI HOME = URI.create("/");

    private ReturnPath() {}

    /** {@return the path that was asked for where it is one of this site, else the start page} */
    static URI of(@Nullable String asked) {
        // Browsers read "//host" and "/\host" as another site, and skip control characters while they look.
        boolean local = asked != null
                && asked.startsWith("/")
                && !asked.startsWith("//")
                && asked.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
        if (!local) {
            return HOME;
        }
        try {
            return URI.create(asked);
        } catch (IllegalArgumentException noPath) {
            return HOME;
        }
    }
}
