package dev.groundwork.gateway.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.groundwork.gateway.Refusal;
import dev.groundwork.gateway.limit.CallerLimit;
import dev.groundwork.gateway.route.RouteConfig;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * Serves the pages of tasks on a port of their own: nothing but those, by their hash, and the scripts that begin each.
 *
 * <p>Knows no session and sets no cookie. Answers to its own address alone, so that the client's site can never be made to serve a page.
 */
@Singleton
public class ContentServer {

    /** Where the scripts are that begin each page. */
    static final String FRAME = "/frame/";

    /** A picture that no page may have: where it is shown all the same, the browser does not keep to the list of connections. */
    static final String OUTSIDE = "/outside.svg";

    /** A picture that every page may have: where it is not shown, that the other is not shows nothing. */
    static final String INSIDE = FRAME + "inside.svg";

    private static final Buffer PICTURE =
            Buffer.buffer("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>");
    private static final Pattern PAGE = Pattern.compile("/pages/([0-9a-f]{64})/index\\.html");
    private static final String RESOURCES = "task-frame/";
    private static final List<String> FILES =
            List.of("main.js", "bridge.js", "template.js", "form.js", "crowd.js", "guard.js", "refused.js");
    private static final int MOST_KEPT_BYTES = 16 * 1024 * 1024;
    private static final int MOST_FETCHED_AT_ONCE = 8;
    private static final int MOST_WAITING = 256;
    private static final long FETCH_MILLIS = 10_000;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
    private static final int START_SECONDS = 10;
    private static final int IDLE_SECONDS = 60;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;

    private final Vertx vertx;
    private final ContentConfig config;
    private final RouteConfig routes;

    /** The one address that pages are told at. */
    private final String here;

    private final CallerLimit limit;
    private final ContentPolicy policy;
    private final Map<String, Script> scripts = new TreeMap<>();

    /** Seen by the one event loop of the server only. */
    private final PageCache pages = new PageCache(MOST_KEPT_BYTES);

    /** A script that begins each page, and its name for a browser that asks whether it is still the same. */
    private record Script(Buffer text, EntityTag tag) {

        static Script of(byte[] bytes) {
            return new Script(Buffer.buffer(bytes), EntityTag.of(bytes));
        }
    }

    private @Nullable HttpClient client;
    private @Nullable HttpServer server;

    ContentServer(Vertx vertx, ContentConfig config, RouteConfig routes, CallerLimit limit) {
        config.requireApart();
        this.vertx = vertx;
        this.config = config;
        this.routes = routes;
        this.here = config.authority();
        this.limit = limit;
        this.policy = new ContentPolicy(config);
        FILES.forEach(file -> scripts.put(FRAME + file, read(file)));
    }

    void start(@Observes StartupEvent started) {
        var options = new HttpServerOptions().setCompressionSupported(true).setIdleTimeout(IDLE_SECONDS);
        var listening = vertx.createHttpServer(options)
                .requestHandler(this::answer)
                .listen(config.port(), routes.host())
                .toCompletionStage()
                .toCompletableFuture();
        try {
            server = listening.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the site of the tasks' pages was opened", interrupted);
        } catch (ExecutionException | TimeoutException failed) {
            throw new IllegalStateException(
                    "Port " + config.port() + " cannot be opened for the pages of tasks (groundwork.content.port)",
                    failed);
        }
    }

    /** {@return the port that is listened on} */
    int port() {
        if (server == null) {
            throw new IllegalStateException("not started");
        }
        return server.actualPort();
    }

    private void answer(HttpServerRequest request) {
        var response = request.response();
        response.headers().set("X-Content-Type-Options", "nosniff").set("Referrer-Policy", "no-referrer");
        Refusal refusal = refusalOf(request);
        if (refusal != null) {
            refusal.send(response);
            return;
        }
        String path = pathOf(request);
        Script script = scripts.get(path);
        var page = PAGE.matcher(path);
        if (script != null) {
            sendScript(request, script);
        } else if (path.equals(OUTSIDE) || path.equals(INSIDE)) {
            response.headers()
                    .set(HttpHeaders.CONTENT_TYPE, "image/svg+xml")
                    .set("Cross-Origin-Resource-Policy", "cross-origin")
                    .set(HttpHeaders.CACHE_CONTROL, "no-store");
            response.end(PICTURE);
        } else if (page.matches()) {
            servePage(request, page.group(1));
        } else {
            notHere(path).send(response);
        }
    }

    private static void sendScript(HttpServerRequest request, Script script) {
        var response = request.response();
        // The page that asks has no origin of its own.
        response.headers().set("Access-Control-Allow-Origin", "*").set(HttpHeaders.CACHE_CONTROL, "no-cache");
        if (!script.tag().answered(request)) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
                    .end(script.text());
        }
    }

    /** {@return the path as it was sent; empty for a request that is about none} */
    private static String pathOf(HttpServerRequest request) {
        String path = request.path();
        return path == null ? "" : path;
    }

    private @Nullable Refusal refusalOf(HttpServerRequest request) {
        var authority = request.authority();
        if (authority == null || !authority.toString().equalsIgnoreCase(here)) {
            return new Refusal(
                    421, "wrong-address", "The pages of tasks are at " + config.origin() + " and at no other address.");
        }
        if (!HttpMethod.GET.equals(request.method())) {
            request.response().putHeader("Allow", "GET");
            return new Refusal(405, "method-not-allowed", "Pages of tasks are read with GET.");
        }
        return null;
    }

    private void servePage(HttpServerRequest request, String hash) {
        ServedPage known = pages.get(hash);
        if (known != null) {
            sendPage(request, known);
            return;
        }
        // Only what another service is asked for is counted: many people work behind one address, and a page may ask
        // for much.
        Refusal refusal =
                limit.check(null, request.remoteAddress(), request.response().headers());
        if (refusal != null) {
            refusal.send(request.response());
            return;
        }
        var options = new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(routes.taskUrl().resolve("/v1/bundles/" + hash).toString())
                .setTimeout(FETCH_MILLIS);
        client().request(options)
                .compose(asked -> asked.send())
                .compose(answer -> answer.body().map(body -> fetched(answer.statusCode(), body)))
                .onSuccess(fetched -> {
                    if (fetched.isPresent()) {
                        pages.keep(hash, fetched.get());
                        sendPage(request, fetched.get());
                    } else {
                        notHere(pathOf(request)).send(request.response());
                    }
                })
                .onFailure(failure -> {
                    Log.debugf("the page %s cannot be fetched: %s", hash, failure);
                    unavailable().send(request.response());
                });
    }

    /**
     * {@return the page that the task-service answered with, empty when it has none}
     *
     * @throws RuntimeException when that is no answer of the task-service
     */
    private static Optional<ServedPage> fetched(int status, Buffer body) {
        if (status == NOT_FOUND) {
            return Optional.empty();
        }
        String html = status == OK ? new JsonObject(body).getString("html") : null;
        if (html == null) {
            throw new IllegalStateException("status " + status + " and no page");
        }
        return Optional.of(ServedPage.of(html, FRAME + "main.js"));
    }

    private HttpClient client() {
        HttpClient made = client;
        if (made == null) {
            made = vertx.createHttpClient(
                    new HttpClientOptions(),
                    new PoolOptions().setHttp1MaxSize(MOST_FETCHED_AT_ONCE).setMaxWaitQueueSize(MOST_WAITING));
            client = made;
        }
        return made;
    }

    private void sendPage(HttpServerRequest request, ServedPage page) {
        policy.setOn(request.response().headers());
        page.send(request);
    }

    private static Refusal notHere(String path) {
        return new Refusal(404, "no-such-path", "There is nothing at " + path + " among the pages of tasks.");
    }

    private static Refusal unavailable() {
        return new Refusal(
                503, "service-unavailable", "The task-service cannot be reached; try again shortly.", RETRY_AFTER);
    }

    private static Script read(String file) {
        try (InputStream stream = ContentServer.class.getClassLoader().getResourceAsStream(RESOURCES + file)) {
            if (stream == null) {
                throw new IllegalStateException(RESOURCES + file + " is missing from the gateway");
            }
            return Script.of(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + RESOURCES + file, unreadable);
        }
    }
}
