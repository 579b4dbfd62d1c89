package dev.groundwork.gateway.access;

import java.time.Duration;
import java.util.function.Function;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import jakarta.ws.rs.ProcessingException;
import jakarta.ws.rs.WebApplicationException;

import dev.groundwork.kit.problem.TryLater;

import io.quarkus.logging.Log;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.keycloak.OAuth2Constants;
import org.keycloak.admin.client.Keycloak;
import org.keycloak.admin.client.KeycloakBuilder;
import org.keycloak.admin.client.resource.RealmResource;

/** The realm, as its administrator sees it. */
@Singleton
class RealmAdmin {

    private static final String REALMS = "/realms/";

    private final Keycloak keycloak;
    private final String realmUrl;
    private final String realm;

    RealmAdmin(AccessConfig config, @ConfigProperty(name = "quarkus.oidc.web.auth-server-url") String realmUrl) {
        int name = realmUrl.lastIndexOf(REALMS);
        if (name < 0) {
            throw new IllegalArgumentException(
                    "quarkus.oidc.auth-server-url must name a realm, such as http://localhost:8084/realms/groundwork, not "
                            + realmUrl);
        }
        this.realmUrl = realmUrl;
        this.realm = realmUrl.substring(name + REALMS.length());
        this.keycloak = KeycloakBuilder.builder()
                .serverUrl(realmUrl.substring(0, name))
                .realm(realm)
                .grantType(OAuth2Constants.CLIENT_CREDENTIALS)
                .clientId(config.adminClientId())
                .clientSecret(config.adminClientSecret())
                .build();
    }

    /** {@return where programs get their tokens} */
    String tokenUrl() {
        return realmUrl + "/protocol/openid-connect/token";
    }

    /**
     * Does something with the realm.
     *
     * @throws TryLater {@code identity-unavailable} when Keycloak cannot be reached
     */
    <T> T ask(Function<RealmResource, T> question) {
        try {
            return question.apply(keycloak.realm(realm));
        } catch (ProcessingException unreachable) {
            Log.warnf("Keycloak cannot be reached: %s", unreachable.getMessage());
            throw new TryLater(
                    "identity-unavailable",
                    "The identity service cannot be reached; try again shortly.",
                    Duration.ofSeconds(5));
        } catch (WebApplicationException refused) {
            // Its status is Keycloak's answer to the gateway, and must not become the gateway's answer to the caller.
            throw new IllegalStateException(
                    "Keycloak refused the gateway with " + refused.getResponse().getStatus()
                            + "; has the client groundwork-gateway its roles and this secret?",
                    refused);
        }
    }

    @PreDestroy
    void close() {
        keycloak.close();
    }
}
