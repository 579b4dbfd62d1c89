package dev.groundwork.gateway.session;

import jakarta.enterprise.context.ApplicationScoped;

import io.quarkus.oidc.TenantResolver;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/** Decides how a request signs in: programs by bearer token, browsers by session. */
@ApplicationScoped
class SessionTenant implements TenantResolver {

    /** The tenant of browsers in the configuration: {@code quarkus.oidc.web.*}. */
    static final String WEB = "web";

    private static final String LOGIN_PATHS = "/session";

    @Override
    public @Nullable String resolve(RoutingContext ctx) {
        if (ctx.normalizedPath().startsWith(LOGIN_PATHS)) {
            return WEB;
        }
        boolean byCookie = !ctx.request().headers().contains(HttpHeaders.AUTHORIZATION)
                && ctx.request().getCookie(BrowserSession.COOKIE) != null;
        // Null is the default tenant: bearer tokens.
        return byCookie ? WEB : null;
    }
}
