package dev.groundwork.kit.access;

import java.time.Clock;
import java.time.Duration;
import java.util.Set;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a bearer token once and remembers the outcome for a minute: a caller sends the same token with each of
 * thousands of requests, and reading and verifying it anew took half of the processor time of a claim. Only tokens that
 * were found good are remembered, none beyond its expiry, and a key that leaves the realm counts for a minute at most.
 */
@Alternative
@Priority(1)
@ApplicationScoped
class VerifiedTokens implements HttpAuthenticationMechanism {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);

    /** At some kilobytes each. */
    private static final int MOST = 5_000;

    private static final String SCHEME = "Bearer ";

    private final OidcAuthenticationMechanism oidc;
    /** Not the service's clock, which a test may move: tokens live by the time of the server that made them. */
    private final Clock clock = Clock.systemUTC();

    private final Cache<String, Verified> verified =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    private record Verified(SecurityIdentity identity, long expiresAt) {}

    VerifiedTokens(OidcAuthenticationMechanism oidc) {
        this.oidc = oidc;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager identities) {
        var header = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.startsWith(SCHEME)) {
            return oidc.authenticate(request, identities);
        }
        var known = verified.getIfPresent(header);
        if (known != null && known.expiresAt() > clock.instant().getEpochSecond()) {
            return Uni.createFrom().item(known.identity());
        }
        return oidc.authenticate(request, identities).invoke(identity -> remember(header, identity));
    }

    private void remember(String header, @Nullable SecurityIdentity identity) {
        if (identity != null && identity.getPrincipal() instanceof JsonWebToken token) {
            // Without the attributes: among them is the request that brought the token.
            var lasting = QuarkusSecurityIdentity.builder()
                    .setPrincipal(token)
                    .addRoles(identity.getRoles())
                    .addCredentials(identity.getCredentials())
                    .build();
            verified.put(header, new Verified(lasting, token.getExpirationTime()));
        }
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return oidc.getChallenge(request);
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return oidc.getCredentialTypes();
    }

    @Override
    public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext request) {
        return oidc.getCredentialTransport(request);
    }

    /** Before the mechanism that it wraps. */
    @Override
    public int getPriority() {
        return oidc.getPriority() + 1;
    }
}
