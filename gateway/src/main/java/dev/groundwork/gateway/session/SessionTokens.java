package dev.groundwork.gateway.session;

import java.time.Duration;
import java.util.Objects;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.TokenStateManager;
import io.quarkus.oidc.runtime.CodeAuthenticationMechanism;
import io.quarkus.security.AuthenticationFailedException;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Keeps tokens out of the browser: what quarkus-oidc would write into a cookie goes into the database, and the cookie
 * holds a random number.
 *
 * <p>A refresh keeps the session's cookie. A page sends several requests at once; were the first to be refreshed to
 * replace the cookie, the others would arrive with one that is no longer known.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class SessionTokens implements TokenStateManager {

    /** How quarkus-oidc marks a request on which it has refreshed the tokens. */
    private static final String REFRESHED = "refresh_token_grant_response";

    /** Where the request's own cookie is kept: quarkus-oidc blanks the one that was read before it asks for a new one. */
    private static final String COOKIE_OF_REQUEST = SessionTokens.class.getName();

    private final SessionStore store;

    SessionTokens(SessionStore store) {
        this.store = store;
    }

    @Override
    public Uni<String> createTokenState(
            RoutingContext ctx,
            OidcTenantConfig config,
            AuthorizationCodeTokens tokens,
            OidcRequestContext<String> blocking) {
        Long seconds = ctx.get(CodeAuthenticationMechanism.SESSION_MAX_AGE_PARAM);
        var age = Duration.ofSeconds(Objects.requireNonNull(seconds, "quarkus-oidc says how long a session lasts"));
        var kept = keptCookie(ctx);
        return blocking.runBlocking(() -> {
            var cookie = kept == null ? SessionSeal.newCookie() : kept;
            store.put(cookie, tokens, age);
            return cookie;
        });
    }

    @Override
    public Uni<AuthorizationCodeTokens> getTokens(
            RoutingContext ctx,
            OidcTenantConfig config,
            String cookie,
            OidcRequestContext<AuthorizationCodeTokens> blocking) {
        ctx.put(COOKIE_OF_REQUEST, cookie);
        return blocking.runBlocking(
                () -> store.find(cookie).orElseThrow(() -> new AuthenticationFailedException("the session has ended")));
    }

    @Override
    public Uni<Void> deleteTokens(
            RoutingContext ctx, OidcTenantConfig config, String cookie, OidcRequestContext<Void> blocking) {
        if (keptCookie(ctx) != null) {
            return Uni.createFrom().voidItem();
        }
        return blocking.runBlocking(() -> {
            store.delete(cookie);
            return null;
        });
    }

    /**
     * Ends the session of a request for good. On one that has refreshed the tokens {@link #deleteTokens} leaves them in
     * place, as it cannot tell a logout from a refresh.
     */
    void end(RoutingContext ctx) {
        String cookie = ctx.get(COOKIE_OF_REQUEST);
        if (cookie != null) {
            store.delete(cookie);
        }
    }

    private static @Nullable String keptCookie(RoutingContext ctx) {
        return Boolean.TRUE.equals(ctx.get(REFRESHED)) ? ctx.get(COOKIE_OF_REQUEST) : null;
    }
}
