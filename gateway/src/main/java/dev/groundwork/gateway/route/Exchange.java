package dev.groundwork.gateway.route;

import java.time.Duration;

import dev.groundwork.gateway.Refusal;
import dev.groundwork.gateway.route.ServiceProxy.Endpoint;

import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way through. Lives on one event loop.
 *
 * <p>Bodies are streamed with back-pressure: who sends is paused while who receives is behind, so a body of gigabytes
 * needs no more memory than a small one. Only bodies known to be small are gathered, because one write to a socket is
 * cheaper than three.
 */
final class Exchange {

    /** Up to this many bytes a body of known length is gathered and written at once. */
    private static final int SMALL_BODY = 16 * 1024;

    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final long NO_TIMER = -1;

    private final Vertx vertx;
    private final HttpClient client;
    private final RouteConfig.Proxy settings;
    private final Endpoint endpoint;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String uri;
    private final String requestId;
    private final @Nullable String bearer;
    private final long startedNanos = System.nanoTime();

    private @Nullable HttpClientRequest passed;
    private boolean answering;
    private boolean callerGone;
    private boolean timedOut;
    private boolean retried;
    private long timer = NO_TIMER;
    private long bytesSeen;

    Exchange(
            Vertx vertx,
            HttpClient client,
            RouteConfig.Proxy settings,
            Endpoint endpoint,
            HttpServerRequest request,
            String uri,
            String requestId,
            @Nullable String bearer) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.endpoint = endpoint;
        this.request = request;
        this.response = request.response();
        this.uri = uri;
        this.requestId = requestId;
        this.bearer = bearer;
    }

    void start() {
        response.closeHandler(closed -> callerLeft());
        long length = bodyLength();
        if (length == 0) {
            request.resume();
            send(null);
        } else if (length > 0 && length <= SMALL_BODY) {
            request.resume();
            request.body().onComplete(body -> {
                if (body.succeeded()) {
                    send(body.result());
                }
            });
        } else {
            request.pause();
            stream();
        }
    }

    /** {@return the length of the request's body, -1 where it is not known} */
    private long bodyLength() {
        var length = request.headers().get(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            try {
                return Long.parseLong(length);
            } catch (NumberFormatException oddLength) {
                return -1;
            }
        }
        boolean none = request.version() == HttpVersion.HTTP_2
                ? request.isEnded()
                : !request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
        return none ? 0 : -1;
    }

    private void send(@Nullable Buffer body) {
        connect(outgoing -> body == null ? outgoing.send() : outgoing.send(body), () -> retry(body));
    }

    private void stream() {
        connect(
                outgoing -> {
                    if (request.headers().contains(HttpHeaders.EXPECT)) {
                        // The caller waits for this before it sends; the service is there, so the body may come.
                        response.writeContinue();
                    }
                    return outgoing.send(request);
                },
                () -> false);
    }

    /** A connection that a service closed in the moment of its use says nothing about the service: asks once more. */
    private boolean retry(@Nullable Buffer body) {
        boolean harmless = HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method());
        if (retried || !harmless) {
            return false;
        }
        retried = true;
        send(body);
        return true;
    }

    private void connect(Sender sender, Retry retry) {
        var options = new RequestOptions()
                .setMethod(request.method())
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setSsl(endpoint.tls())
                .setURI(uri);
        client.request(options).onComplete(connected -> {
            if (connected.failed()) {
                unreachable(connected.cause());
                return;
            }
            var outgoing = connected.result();
            if (callerGone) {
                outgoing.reset();
                return;
            }
            passed = outgoing;
            HeaderRules.inward(request, outgoing.headers(), requestId, bearer);
            armTimer();
            sender.send(outgoing).onComplete(answered -> {
                disarmTimer();
                if (answered.succeeded()) {
                    answer(answered.result());
                } else if (!callerGone && !answering && (timedOut || !retry.again())) {
                    brokeOff(answered.cause());
                }
            });
        });
    }

    private void answer(HttpClientResponse answer) {
        answering = true;
        endpoint.metrics().answered(answer.statusCode(), startedNanos);
        if (callerGone) {
            abort();
            return;
        }
        response.setStatusCode(answer.statusCode());
        HeaderRules.outward(answer.headers(), response.headers());
        response.putHeader(HeaderRules.X_REQUEST_ID, requestId);
        boolean bodyless =
                HttpMethod.HEAD.equals(request.method()) || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (bodyless) {
            answer.end().onComplete(ended -> response.end());
            return;
        }
        if (isSmall(answer)) {
            answer.body().onComplete(body -> {
                if (body.succeeded()) {
                    response.end(body.result());
                    drainRequest();
                } else {
                    cutOff(body.cause());
                }
            });
            return;
        }
        response.send(answer).onComplete(sent -> {
            if (sent.succeeded()) {
                drainRequest();
            } else {
                cutOff(sent.cause());
            }
        });
    }

    private static boolean isSmall(HttpClientResponse answer) {
        var length = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.length() <= 5 && Integer.parseInt(length) <= SMALL_BODY;
    }

    /** A service may answer before it has read everything; the rest must not block the caller's next request. */
    private void drainRequest() {
        if (!request.isEnded()) {
            request.handler(ignored -> {});
            request.resume();
        }
    }

    private void unreachable(Throwable cause) {
        Log.debugf("%s cannot be reached: %s", endpoint.serviceName(), cause);
        refuse(new Refusal(
                503,
                "service-unavailable",
                "The " + endpoint.serviceName() + " cannot be reached; nothing was done. Try again shortly.",
                RETRY_AFTER));
    }

    private void brokeOff(Throwable cause) {
        Log.debugf("%s broke off before its answer: %s", endpoint.serviceName(), cause);
        if (timedOut) {
            refuse(new Refusal(
                    504,
                    "service-timeout",
                    "The " + endpoint.serviceName() + " did not answer within "
                            + settings.answerTimeout().toSeconds()
                            + " s. It may still do what was asked: repeat with the same Idempotency-Key, or look first.",
                    RETRY_AFTER));
        } else {
            refuse(new Refusal(
                    502,
                    "service-broke-off",
                    "The " + endpoint.serviceName() + " broke off before it answered. It may have done what was asked:"
                            + " repeat with the same Idempotency-Key, or look first.",
                    RETRY_AFTER));
        }
    }

    private void refuse(Refusal refusal) {
        answering = true;
        endpoint.metrics().failed(startedNanos);
        response.putHeader(HeaderRules.X_REQUEST_ID, requestId);
        refusal.send(response);
        drainRequest();
    }

    /** Half an answer must not look like a whole one: the caller sees its connection end before the body does. */
    private void cutOff(Throwable cause) {
        if (!callerGone) {
            Log.debugf("%s broke off within its answer: %s", endpoint.serviceName(), cause);
            request.connection().close();
        }
    }

    private void callerLeft() {
        callerGone = true;
        disarmTimer();
        if (!response.ended()) {
            abort();
        }
    }

    private void abort() {
        if (passed != null) {
            passed.reset();
        }
    }

    private void armTimer() {
        if (timer == NO_TIMER) {
            timer = vertx.setTimer(settings.answerTimeout().toMillis(), fired -> {
                timer = NO_TIMER;
                if (answering || callerGone) {
                    return;
                }
                long bytes = request.bytesRead();
                if (bytes > bytesSeen) {
                    // Still uploading: the service's time has not begun.
                    bytesSeen = bytes;
                    armTimer();
                } else {
                    timedOut = true;
                    abort();
                }
            });
        }
    }

    private void disarmTimer() {
        if (timer != NO_TIMER) {
            vertx.cancelTimer(timer);
            timer = NO_TIMER;
        }
    }

    @FunctionalInterface
    private interface Sender {
        Future<HttpClientResponse> send(HttpClientRequest outgoing);
    }

    @FunctionalInterface
    private interface Retry {
        boolean again();
    }
}
