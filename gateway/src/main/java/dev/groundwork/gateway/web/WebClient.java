package dev.groundwork.gateway.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.groundwork.gateway.content.AcceptedCodings;
import dev.groundwork.gateway.content.ContentConfig;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Serves the web client: the same page for every path that is a screen of it, always asked for anew, and its files,
 * whose names change with their content, for ever.
 *
 * <p>Where the client was not built, as in a build for tests, nothing is installed and the start page is the plain one.
 */
@Singleton
class WebClient {

    private static final String RESOURCES = "META-INF/resources";

    /** After the door of the API, before the server's own handlers. */
    private static final int EARLY = -20_000;

    /** The bundler puts the hash of the content before the ending. */
    private static final Pattern HASHED = Pattern.compile(".*-[A-Za-z0-9_-]{8}\\.[a-z0-9]+");

    private static final Map<String, String> TYPES =
            Map.of("js", "text/javascript; charset=utf-8", "css", "text/css; charset=utf-8", "svg", "image/svg+xml");

    private final ContentConfig content;

    /** Compressed when the client was built. No more than there are files: what is not there is not kept. */
    private final Map<String, Buffer> compressed = new ConcurrentHashMap<>();

    WebClient(ContentConfig content) {
        this.content = content;
    }

    void install(@Observes Router router) {
        var html = read("/index.html");
        if (html == null) {
            return;
        }
        var page = new ClientPage(html.toString(StandardCharsets.UTF_8));
        router.route(ClientPaths.ASSETS + "*").order(EARLY).handler(this::file);
        router.route(ClientPaths.SERVICE_WORKER).order(EARLY).handler(WebClient::serviceWorker);
        router.route().order(EARLY + 1).handler(ctx -> screen(ctx, page));
    }

    /** Asked for anew each time, as it brings every new version of the client; it may talk to this site alone. */
    private static void serviceWorker(RoutingContext ctx) {
        var headers = ctx.response().headers();
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        headers.set("Content-Security-Policy", "default-src 'none'; connect-src 'self'");
        headers.set("X-Content-Type-Options", "nosniff");
        ctx.next();
    }

    private void screen(RoutingContext ctx, ClientPage page) {
        if (!isRead(ctx) || !ClientPaths.isScreen(ctx.normalizedPath()) || !wantsPage(ctx)) {
            ctx.next();
            return;
        }
        var nonce = ClientPage.newNonce();
        var headers = ctx.response().headers();
        headers.set(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        headers.set(HttpHeaders.CACHE_CONTROL, "no-cache");
        headers.set("Content-Security-Policy", ClientPage.policy(nonce, content.origin()));
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()");
        end(ctx, Buffer.buffer(page.with(nonce, content.origin())));
    }

    private void file(RoutingContext ctx) {
        if (!isRead(ctx)) {
            ctx.next();
            return;
        }
        var path = ctx.normalizedPath();
        var headers = ctx.response().headers();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set(
                HttpHeaders.CACHE_CONTROL,
                HASHED.matcher(path).matches() ? "public, max-age=31536000, immutable" : "public, max-age=3600");
        var type = TYPES.get(path.substring(path.lastIndexOf('.') + 1));
        var zipped = type != null && AcceptedCodings.haveGzip(ctx.request()) ? zipped(path) : null;
        if (zipped == null) {
            ctx.next();
            return;
        }
        headers.set(HttpHeaders.CONTENT_TYPE, type);
        headers.set(HttpHeaders.CONTENT_ENCODING, "gzip");
        headers.set(HttpHeaders.VARY, "Accept-Encoding");
        end(ctx, zipped);
    }

    private @Nullable Buffer zipped(String path) {
        var known = compressed.get(path);
        if (known != null) {
            return known;
        }
        var read = read(path + ".gz");
        if (read != null) {
            compressed.put(path, read);
        }
        return read;
    }

    private static void end(RoutingContext ctx, Buffer body) {
        if (HttpMethod.HEAD.equals(ctx.request().method())) {
            ctx.response().putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(body.length()));
            ctx.response().end();
        } else {
            ctx.response().end(body);
        }
    }

    private static boolean isRead(RoutingContext ctx) {
        var method = ctx.request().method();
        return HttpMethod.GET.equals(method) || HttpMethod.HEAD.equals(method);
    }

    /** Programs that ask for JSON, or for anything at all, get the API's answers; at the start there is but the page. */
    private static boolean wantsPage(RoutingContext ctx) {
        if (ClientPaths.isStart(ctx.normalizedPath())) {
            return true;
        }
        var accept = ctx.request().headers().get(HttpHeaders.ACCEPT);
        return accept != null && accept.contains("text/html");
    }

    private static @Nullable Buffer read(String path) {
        try (InputStream file = WebClient.class.getClassLoader().getResourceAsStream(RESOURCES + path)) {
            return file == null ? null : Buffer.buffer(file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + path + " of the web client", unreadable);
        }
    }
}
