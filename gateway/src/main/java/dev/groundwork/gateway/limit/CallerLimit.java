package dev.groundwork.gateway.limit;

import java.security.SecureRandom;
import java.time.Duration;

import jakarta.inject.Singleton;

import dev.groundwork.gateway.Refusal;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Limits callers by their token once a service has accepted it, and until then by their address.
 *
 * <p>The token is not verified here, so somebody may call with invented ones. Those never use up the bucket of a real
 * token, and as no service accepts them their calls count together, for the address they come from.
 */
@Singleton
public class CallerLimit {

    /** The end of a token is its signature: as good as the whole, and cheaper to hash. */
    private static final int TELLING_CHARACTERS = 48;

    private static final int NOT_MODIFIED = 304;
    private static final int UNAUTHORIZED = 401;
    private static final int CONFLICT = 409;

    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("ratelimit-policy");

    private final boolean enabled;
    private final Policy caller;
    private final Policy address;
    private final Policy registrations;
    private final ProvenCallers proven;
    /** Keeps anybody from working out in advance which callers share a place. */
    private final long seed = new SecureRandom().nextLong();

    CallerLimit(LimitConfig config) {
        this.enabled = config.enabled();
        this.caller =
                Policy.of("caller", config.caller().burst(), config.caller().perSecond(), config.callers());
        this.address =
                Policy.of("address", config.address().burst(), config.address().perSecond(), config.callers());
        this.registrations = Policy.of(
                "registrations",
                config.registrations().burst(),
                config.registrations().perSecond(),
                config.callers());
        this.proven = new ProvenCallers(config.callers());
    }

    /**
     * Counts one call and says in the answer's headers how many more may follow.
     *
     * @param credential token or session cookie, null where the caller has none
     * @return null when the call may go on, else the refusal to send
     */
    public @Nullable Refusal check(@Nullable String credential, SocketAddress from, MultiMap headers) {
        if (!enabled) {
            return null;
        }
        long who = credential == null ? seed : hash(credential);
        return credential != null && proven.knows(who)
                ? take(caller, who, headers)
                : take(address, hash(from.hostAddress()), headers);
    }

    /**
     * Learns from an answer whether the credential that came with the request is one.
     *
     * @param needed whether the path answers nobody without a credential; elsewhere a success proves nothing
     */
    public void answered(@Nullable String credential, int status, boolean needed) {
        if (!enabled || credential == null) {
            return;
        }
        if (status == UNAUTHORIZED) {
            proven.forget(hash(credential));
        } else if (needed && isProof(status)) {
            proven.remember(hash(credential));
        }
    }

    /** Statuses that a service gives after it has looked at the token; 404, for one, may say that there is no such path. */
    private static boolean isProof(int status) {
        return (status >= 200 && status < 300) || status == NOT_MODIFIED || status == CONFLICT;
    }

    /** Counts one attempt to register; returns as {@link #check} does. */
    public @Nullable Refusal checkRegistration(SocketAddress from, MultiMap headers) {
        return take(registrations, hash(from.hostAddress()), headers);
    }

    private static @Nullable Refusal take(Policy policy, long who, MultiMap headers) {
        var take = policy.buckets.take(who, System.nanoTime());
        headers.set(RATE_LIMIT_POLICY, policy.header);
        headers.set(RATE_LIMIT, policy.prefix + take.remaining());
        return take.granted() ? null : refusal(take.retryAfter());
    }

    private static Refusal refusal(Duration retryAfter) {
        return new Refusal(
                429,
                "too-many-requests",
                "You call more often than this marketplace allows; wait as long as Retry-After says.",
                retryAfter);
    }

    private long hash(@Nullable String text) {
        if (text == null) {
            return seed;
        }
        long hash = seed;
        for (int i = Math.max(0, text.length() - TELLING_CHARACTERS); i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    private record Policy(TokenBuckets buckets, String header, String prefix) {

        static Policy of(String name, int burst, double perSecond, int callers) {
            long secondsToFill = Math.max(1, Math.round(burst / perSecond));
            return new Policy(
                    new TokenBuckets(burst, perSecond, callers),
                    "\"" + name + "\";q=" + burst + ";w=" + secondsToFill,
                    "\"" + name + "\";r=");
        }
    }
}
