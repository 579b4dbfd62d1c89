package dev.groundwork.gateway;

import java.time.Duration;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the gateway itself to a request that it does not pass on: an RFC 9457 problem like those of the
 * services, written without JAX-RS because the way through the gateway has none.
 *
 * @param status HTTP status
 * @param code stable, kebab-case, described in docs/api/problems.md
 * @param detail a sentence for a person: what happened and what to do
 * @param retryAfter when the same request may succeed, null where waiting does not help
 */
public record Refusal(
        int status, String code, String detail, @Nullable Duration retryAfter) {

    /** A refusal that waiting does not cure. */
    public Refusal(int status, String code, String detail) {
        this(status, code, detail, null);
    }

    /** {@return the refusal of a request whose credentials are missing or unusable} */
    public static Refusal notAuthenticated(String detail) {
        return new Refusal(401, "not-authenticated", detail);
    }

    /** Answers with this refusal, unless an answer is already under way. */
    public void send(HttpServerResponse response) {
        if (response.ended() || response.headWritten() || response.closed()) {
            return;
        }
        if (retryAfter != null) {
            response.putHeader(HttpHeaders.RETRY_AFTER, Long.toString(secondsUp(retryAfter)));
        }
        if (status == 401) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
        var body = new JsonObject()
                .put("type", "/problems/" + code)
                .put("title", HttpResponseStatus.valueOf(status).reasonPhrase())
                .put("status", status)
                .put("detail", detail)
                .put("code", code);
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(body.toBuffer());
    }

    /** Rounded up: who comes back at the named second is not told to wait again. */
    private static long secondsUp(Duration wait) {
        return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
}
