package dev.groundwork.gateway.session;

import jakarta.inject.Singleton;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** The login of a browser, as far as requests on their way through need it: from its cookie to an access token. */
@Singleton
public class BrowserSession {

    /** Named by quarkus-oidc, after the tenant. */
    static final String COOKIE = "q_session_" + SessionTenant.WEB;

    private final HttpAuthenticator authenticator;

    BrowserSession(HttpAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    /** {@return the value of the session's cookie, null where the request has none; says nothing of its validity} */
    public @Nullable String cookieOf(HttpServerRequest request) {
        if (!request.headers().contains(HttpHeaders.COOKIE)) {
            return null;
        }
        var cookie = request.getCookie(COOKIE);
        return cookie == null ? null : cookie.getValue();
    }

    /**
     * Finds the access token behind the cookie, refreshed where it is about to expire. Completes on the event loop of
     * the request; fails where the session has ended.
     */
    public Future<String> tokenOf(RoutingContext ctx) {
        var loop = ctx.vertx().getOrCreateContext();
        Promise<String> found = Promise.promise();
        authenticator
                .attemptAuthentication(ctx)
                .subscribe()
                .with(
                        identity -> {
                            var token = identity == null ? null : identity.getCredential(AccessTokenCredential.class);
                            loop.runOnContext(ignored -> {
                                if (token == null) {
                                    found.fail(new AuthenticationFailedException("no session"));
                                } else {
                                    found.complete(token.getToken());
                                }
                            });
                        },
                        failure -> loop.runOnContext(ignored -> found.fail(failure)));
        return found.future();
    }
}
