package dev.groundwork.gateway.session;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.inject.Singleton;

import io.quarkus.logging.Log;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Keycloak's side of a session. */
@Singleton
class Realm {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final URI logoutUrl;
    private final String clientId;
    private final String clientSecret;

    Realm(
            @ConfigProperty(name = "quarkus.oidc.web.auth-server-url") String realmUrl,
            @ConfigProperty(name = "quarkus.oidc.web.client-id") String clientId,
            @ConfigProperty(name = "quarkus.oidc.web.credentials.secret") String clientSecret) {
        this.logoutUrl = URI.create(realmUrl + "/protocol/openid-connect/logout");
        this.clientId = clientId;
        this.clientSecret = clientSecret;
    }

    /**
     * Ends the login itself, so that the next visit asks for the password again. Goes from server to server: the usual
     * redirect would put a token into the browser's address bar.
     */
    void endLogin(String refreshToken) {
        var form = Map.of("client_id", clientId, "client_secret", clientSecret, "refresh_token", refreshToken);
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(logoutUrl)
                .timeout(PATIENCE)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
        try {
            int status = http.send(request, BodyHandlers.discarding()).statusCode();
            if (status >= 400) {
                // Most often it had ended already; the session here is over in any case.
                Log.debugf("Keycloak answered a logout with %d", status);
            }
        } catch (IOException unreachable) {
            Log.warnf(
                    "A login was ended here but not at Keycloak, which cannot be reached: %s",
                    unreachable.getMessage());
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
