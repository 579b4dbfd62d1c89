package dev.groundwork.gateway.docs;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import jakarta.inject.Singleton;

import dev.groundwork.gateway.route.RouteConfig;
import dev.groundwork.gateway.route.Upstream;

import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Whether the parts of the marketplace answer, asked at this moment. */
@Singleton
class ServiceStates {

    private static final Duration PATIENCE = Duration.ofMillis(1500);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final Map<String, URI> parts = new LinkedHashMap<>();

    ServiceStates(RouteConfig config, @ConfigProperty(name = "quarkus.oidc.web.auth-server-url") String realmUrl) {
        for (var service : Upstream.values()) {
            parts.put(service.serviceName(), URI.create(config.urlOf(service) + "/q/health/ready"));
        }
        parts.put("identity (Keycloak)", URI.create(realmUrl + "/.well-known/openid-configuration"));
    }

    /** {@return whether each part answers, by its name} */
    Map<String, Boolean> now() {
        var asked = new LinkedHashMap<String, CompletableFuture<Boolean>>();
        parts.forEach((name, url) -> asked.put(name, ask(url)));
        var states = new LinkedHashMap<String, Boolean>();
        asked.forEach((name, answer) -> states.put(name, answer.join()));
        return states;
    }

    private CompletableFuture<Boolean> ask(URI url) {
        var request = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        return http.sendAsync(request, BodyHandlers.discarding())
                .thenApply(answer -> answer.statusCode() == 200)
                .exceptionally(unreachable -> false);
    }
}
