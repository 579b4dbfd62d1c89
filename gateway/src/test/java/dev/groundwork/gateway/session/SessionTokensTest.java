package dev.groundwork.gateway.session;

import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.inject.Inject;

import dev.groundwork.gateway.route.UpstreamTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;

import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcRequestContext;
import io.quarkus.oidc.OidcTenantConfig;
import io.quarkus.oidc.runtime.CodeAuthenticationMechanism;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(TokensTestResource.class)
@WithTestResource(UpstreamTestResource.class)
class SessionTokensTest {

    private static final OidcTenantConfig TENANT =
            OidcTenantConfig.builder().tenantId("web").build();

    @Inject
    SessionTokens sessions;

    @Inject
    SessionStore store;

    @Test
    void a_refresh_keeps_the_cookie_and_its_row() {
        var cookie = signIn();

        var ctx = refreshed(cookie);

        assertThat(store.find(cookie).orElseThrow().getAccessToken()).isEqualTo("second");
        sessions.deleteTokens(ctx, TENANT, cookie, blocking()).await().indefinitely();
        assertThat(store.find(cookie)).isPresent();
    }

    @Test
    void a_logout_in_the_request_that_refreshes_leaves_no_row() {
        var cookie = signIn();
        var ctx = refreshed(cookie);

        sessions.deleteTokens(ctx, TENANT, cookie, blocking()).await().indefinitely();
        sessions.end(ctx);

        assertThat(store.find(cookie)).isEmpty();
    }

    @Test
    void ending_no_session_is_no_fault() {
        var cookie = signIn();

        sessions.end(request());

        assertThat(store.find(cookie)).isPresent();
    }

    private String signIn() {
        return sessions.createTokenState(request(), TENANT, tokens("first"), blocking())
                .await()
                .indefinitely();
    }

    /** A request with that cookie, on which quarkus-oidc has refreshed the tokens. */
    private RoutingContext refreshed(String cookie) {
        var ctx = request();
        sessions.getTokens(ctx, TENANT, cookie, blocking()).await().indefinitely();
        ctx.put("refresh_token_grant_response", true);
        assertThat(sessions.createTokenState(ctx, TENANT, tokens("second"), blocking())
                        .await()
                        .indefinitely())
                .isEqualTo(cookie);
        return ctx;
    }

    private static AuthorizationCodeTokens tokens(String access) {
        return new AuthorizationCodeTokens("id", access, "refresh", 300L, "openid");
    }

    /** A request, as far as it carries things from one step to the next. */
    private static RoutingContext request() {
        Map<Object, @Nullable Object> kept = new HashMap<>();
        kept.put(CodeAuthenticationMechanism.SESSION_MAX_AGE_PARAM, 3600L);
        return (RoutingContext) Proxy.newProxyInstance(
                SessionTokensTest.class.getClassLoader(),
                new Class<?>[] {RoutingContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "get" -> kept.get(arguments[0]);
                    case "put" -> {
                        kept.put(arguments[0], arguments[1]);
                        yield proxy;
                    }
                    default -> throw new AssertionError("This request does not answer " + method);
                });
    }

    private static <T> OidcRequestContext<T> blocking() {
        return (Supplier<T> work) -> Uni.createFrom().item(work.get());
    }
}
