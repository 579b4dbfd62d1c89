package dev.groundwork.gateway.route;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntConsumer;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

import dev.groundwork.gateway.Refusal;
import dev.groundwork.gateway.limit.CallerLimit;
import dev.groundwork.gateway.route.RouteTable.Here;
import dev.groundwork.gateway.route.RouteTable.Nowhere;
import dev.groundwork.gateway.route.RouteTable.ToService;
import dev.groundwork.gateway.session.BrowserSession;
import dev.groundwork.gateway.session.SameSite;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The way in for every request to {@code /v1}: who calls how often, and where the answer lives.
 *
 * <p>Stands before everything else that the HTTP server does with a request, on its event loop: a request to a service
 * meets no JAX-RS, no body handling and no thread but this one. Tokens are passed on and verified by the service that
 * answers; only what can be no token at all is refused here.
 */
@Singleton
class Door {

    private static final String BEARER = "Bearer ";
    private static final int LONGEST_REQUEST_ID = 64;

    /**
     * Before the server's own handlers, most of which a request on its way to a service does not need. A session,
     * which needs the server's authentication, waits until that is set up.
     */
    private static final int FIRST = Integer.MIN_VALUE;

    private static final int AFTER_AUTHENTICATION_IS_SET_UP = -150;

    private final ServiceProxy proxy;
    private final CallerLimit limit;
    private final BrowserSession session;

    Door(ServiceProxy proxy, CallerLimit limit, BrowserSession session) {
        this.proxy = proxy;
        this.limit = limit;
        this.session = session;
    }

    void install(@Observes Router router) {
        router.route("/v1/*").order(FIRST).handler(this::enter);
        router.route("/v1/*").order(AFTER_AUTHENTICATION_IS_SET_UP).handler(this::enterWithSession);
    }

    private void enter(RoutingContext ctx) {
        var request = ctx.request();
        var authorization = request.headers().get(HttpHeaders.AUTHORIZATION);
        var cookie = authorization == null ? session.cookieOf(request) : null;
        var credential = authorization != null ? authorization : cookie;
        var overLimit =
                limit.check(credential, request.remoteAddress(), ctx.response().headers());
        if (overLimit != null) {
            overLimit.send(ctx.response());
            return;
        }
        if (authorization != null && !couldBeBearer(authorization)) {
            Refusal.notAuthenticated("The Authorization header holds no access token: send Bearer and a token of the"
                            + " groundwork realm, three parts with dots between them.")
                    .send(ctx.response());
            return;
        }
        var path = ctx.normalizedPath();
        switch (RouteTable.find(path)) {
            case Nowhere ignored -> noSuchPath(path).send(ctx.response());
            case Here ignored -> enterHere(ctx, path, credential, cookie);
            case ToService(Upstream service) -> {
                if (cookie == null) {
                    proxy.forward(
                            ctx,
                            service,
                            path,
                            requestId(request.headers().get(HeaderRules.X_REQUEST_ID)),
                            null,
                            learnOf(credential, path, ctx));
                } else if (SameSite.allows(request)) {
                    ctx.next();
                } else {
                    SameSite.REFUSAL.send(ctx.response());
                }
            }
        }
    }

    private void enterHere(RoutingContext ctx, String path, @Nullable String credential, @Nullable String cookie) {
        if (cookie != null && !SameSite.allows(ctx.request())) {
            SameSite.REFUSAL.send(ctx.response());
            return;
        }
        if (path.startsWith("/v1/registrations")) {
            var overLimit = limit.checkRegistration(
                    ctx.request().remoteAddress(), ctx.response().headers());
            if (overLimit != null) {
                overLimit.send(ctx.response());
                return;
            }
        }
        var learn = learnOf(credential, path, ctx);
        ctx.addEndHandler(ended -> learn.accept(ctx.response().getStatusCode()));
        ctx.next();
    }

    /** {@return what an answer's status tells of the credential that came with the request} */
    private IntConsumer learnOf(@Nullable String credential, String path, RoutingContext ctx) {
        // What a path can do is told to everybody.
        boolean needed = !RouteTable.isPublic(path)
                && !HttpMethod.OPTIONS.equals(ctx.request().method());
        return status -> limit.answered(credential, status, needed);
    }

    private void enterWithSession(RoutingContext ctx) {
        var path = ctx.normalizedPath();
        if (!(RouteTable.find(path) instanceof ToService(Upstream service))) {
            ctx.next();
            return;
        }
        var requestId = requestId(ctx.request().headers().get(HeaderRules.X_REQUEST_ID));
        var learn = learnOf(session.cookieOf(ctx.request()), path, ctx);
        // Nothing of the body may be lost while the session is looked up, which takes other threads.
        ctx.request().pause();
        session.tokenOf(ctx)
                .onSuccess(token -> proxy.forward(ctx, service, path, requestId, BEARER + token, learn))
                .onFailure(ended -> {
                    learn.accept(401);
                    ctx.request().resume();
                    Refusal.notAuthenticated("The session has ended; sign in again at /session/login.")
                            .send(ctx.response());
                });
    }

    private static Refusal noSuchPath(String path) {
        return new Refusal(404, "no-such-path", "There is nothing at " + path + "; /docs lists what there is.");
    }

    /** {@return whether this has the form of a bearer token: a JSON Web Token has three parts of base64url} */
    static boolean couldBeBearer(String authorization) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return false;
        }
        int dots = 0;
        int start = BEARER.length();
        int previous = start - 1;
        for (int i = start; i < authorization.length(); i++) {
            char c = authorization.charAt(i);
            if (c == '.') {
                if (i == previous + 1) {
                    return false;
                }
                dots++;
                previous = i;
            } else if (!isUrlSafe(c)) {
                return false;
            }
        }
        return dots == 2 && previous < authorization.length() - 1;
    }

    /** {@return the caller's own id of the request where it is harmless, else a new one} */
    private static String requestId(@Nullable String given) {
        if (given != null && !given.isEmpty() && given.length() <= LONGEST_REQUEST_ID && isPlain(given)) {
            return given;
        }
        // Names a request in logs, guards nothing: no need to wait for the operating system's randomness.
        var random = ThreadLocalRandom.current();
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUrlSafe(c) && c != '.') {
                return false;
            }
        }
        return true;
    }

    /** {@return whether the character is one of base64url} */
    private static boolean isUrlSafe(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }
}
