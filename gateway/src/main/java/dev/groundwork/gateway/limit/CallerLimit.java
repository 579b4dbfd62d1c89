package dev.groundwork.gateway.limit;

import java.security.SecureRandom;
import java.time.Duration;

import jakarta.inject.Singleton;

import dev.groundwork.gateway.Refusal;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Limits callers by their token, or by their address where they have none.
 *
 * <p>The token is not verified here, so somebody may call with invented ones: those calls end at the services with 401
 * at the price of a signature check, and never use up the bucket of a real token.
 */
@Singleton
public class CallerLimit {

    /** The end of a token is its signature: as good as the whole, and cheaper to hash. */
    private static final int TELLING_CHARACTERS = 48;

    private static final CharSequence RATE_LIMIT = HttpHeaders.createOptimized("ratelimit");
    private static final CharSequence RATE_LIMIT_POLICY = HttpHeaders.createOptimized("ratelimit-policy");

    private final boolean enabled;
    private final Policy caller;
    private final Policy address;
    private final Policy registrations;
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
    }

    /**
     * Counts one call and says in the answer's headers how many more may follow.
     *
     * @param credential token or session cookie, null where the caller has none
     * @return null when the call may go on, else the refusal to send
     */
    public @Nullable Refusal check(@Nullable String credential, SocketAddress from, HttpServerResponse response) {
        if (!enabled) {
            return null;
        }
        return credential == null
                ? take(address, hash(from.hostAddress()), response.headers())
                : take(caller, hash(credential), response.headers());
    }

    /** Counts one attempt to register; returns as {@link #check} does. */
    public @Nullable Refusal checkRegistration(SocketAddress from, HttpServerResponse response) {
        return take(registrations, hash(from.hostAddress()), response.headers());
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
