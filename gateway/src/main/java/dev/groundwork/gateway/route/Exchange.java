package dev.groundwork.gateway.route;

import java.time.Duration;
import java.util.function.IntConsumer;

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
import io.vertx.core.streams.Pipe;
import io.vertx.ext.web.RoutingContext;
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
    private final RoutingContext ctx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final String uri;
    private final String requestId;
    private final @Nullable String bearer;
    private final IntConsumer onStatus;
    private final long startedNanos = System.nanoTime();

    private @Nullable HttpClientRequest passed;
    private @Nullable Pipe<Buffer> inward;
    private @Nullable Pipe<Buffer> outward;
    private boolean answering;
    private boolean callerGone;
    private boolean timedOut;
    private boolean uploadStopped;
    private boolean retried;
    private long timer = NO_TIMER;
    private long bytesSeen;

    Exchange(
            Vertx vertx,
            HttpClient client,
            RouteConfig.Proxy settings,
            Endpoint endpoint,
            RoutingContext ctx,
            String uri,
            String requestId,
            @Nullable String bearer,
            IntConsumer onStatus) {
        this.vertx = vertx;
        this.client = client;
        this.settings = settings;
        this.endpoint = endpoint;
        this.ctx = ctx;
        this.request = ctx.request();
        this.response = ctx.response();
        this.uri = uri;
        this.requestId = requestId;
        this.bearer = bearer;
        this.onStatus = onStatus;
    }

    void start() {
        ctx.addEndHandler(ended -> {
            if (ended.failed()) {
                callerLeft();
            }
        });
        long length = bodyLength();
        if (length == 0) {
            request.resume();
            send(null);
        } else if (length > 0 && length <= SMALL_BODY && !request.headers().contains(HttpHeaders.EXPECT)) {
            request.resume();
            request.body().onSuccess(this::send);
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
        connect(
                outgoing -> {
                    if (body == null) {
                        outgoing.end();
                    } else {
                        outgoing.end(body);
                    }
                },
                () -> retry(body));
    }

    private void stream() {
        connect(
                outgoing -> {
                    if (request.headers().contains(HttpHeaders.EXPECT)) {
                        // The caller waits for this before it sends; the service is there, so the body may come.
                        response.writeContinue();
                    }
                    outgoing.setChunked(!outgoing.headers().contains(HttpHeaders.CONTENT_LENGTH));
                    var body = request.pipe().endOnFailure(false);
                    inward = body;
                    // A failure shows in the answer, or in the end of the caller.
                    body.to(outgoing, piped -> inward = null);
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
            // What goes wrong shows in the answer; without a handler each reset would be logged as an error.
            outgoing.exceptionHandler(known -> {});
            HeaderRules.inward(request, outgoing.headers(), requestId, bearer);
            armTimer();
            outgoing.response().onComplete(answered -> {
                disarmTimer();
                if (answered.succeeded()) {
                    answer(answered.result());
                } else if (!callerGone && !answering && (timedOut || !retry.again())) {
                    brokeOff(answered.cause());
                }
            });
            sender.send(outgoing);
        });
    }

    private void answer(HttpClientResponse answer) {
        answering = true;
        endpoint.metrics().answered(answer.statusCode(), startedNanos);
        onStatus.accept(answer.statusCode());
        if (callerGone) {
            abort();
            return;
        }
        response.setStatusCode(answer.statusCode());
        HeaderRules.outward(answer.headers(), response.headers());
        response.putHeader(HeaderRules.X_REQUEST_ID, requestId);
        if (answer.statusCode() >= 400) {
            stopUpload();
        }
        boolean bodyless =
                HttpMethod.HEAD.equals(request.method()) || answer.statusCode() == 204 || answer.statusCode() == 304;
        if (bodyless) {
            answer.end().onComplete(ended -> finish(response.end()));
        } else if (isSmall(answer)) {
            answer.body().onSuccess(body -> finish(response.end(body))).onFailure(this::cutOff);
        } else {
            response.setChunked(!response.headers().contains(HttpHeaders.CONTENT_LENGTH));
            var body = answer.pipe().endOnFailure(false);
            outward = body;
            finish(body.to(response));
        }
    }

    private void finish(Future<Void> sent) {
        sent.onComplete(done -> {
            outward = null;
            if (done.failed()) {
                cutOff(done.cause());
            } else if (uploadStopped && passed != null) {
                // Half a request was sent on this connection: it cannot carry another.
                passed.reset();
            }
        });
    }

    /** A service may refuse before it has read everything; the rest is of no use, but must not block the caller. */
    private void stopUpload() {
        if (inward != null) {
            uploadStopped = true;
            inward.close();
            inward = null;
        }
        drainRequest();
    }

    private static boolean isSmall(HttpClientResponse answer) {
        var length = answer.headers().get(HttpHeaders.CONTENT_LENGTH);
        return length != null && length.length() <= 5 && Integer.parseInt(length) <= SMALL_BODY;
    }

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
        stopUpload();
    }

    /** Half an answer must not look like a whole one: the caller sees its connection end before the body does. */
    private void cutOff(Throwable cause) {
        if (!callerGone) {
            Log.debugf("%s broke off within its answer: %s", endpoint.serviceName(), cause);
            response.reset();
            abort();
        }
    }

    private void callerLeft() {
        callerGone = true;
        disarmTimer();
        if (inward != null) {
            inward.close();
        }
        if (outward != null) {
            outward.close();
        }
        abort();
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
        void send(HttpClientRequest outgoing);
    }

    @FunctionalInterface
    private interface Retry {
        boolean again();
    }
}
