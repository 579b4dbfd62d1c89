package dev.groundwork.gateway.docs;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import jakarta.inject.Singleton;

import dev.groundwork.gateway.route.RouteConfig;
import dev.groundwork.gateway.route.Upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.logging.Log;
import org.jspecify.annotations.Nullable;

/** The API as one description: asks the services for theirs and keeps the answer for a while. */
@Singleton
class ServiceDescriptions {

    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final Duration KEPT = Duration.ofMinutes(1);
    private static final Duration KEPT_INCOMPLETE = Duration.ofSeconds(3);
    private static final String ABOUT = """
            The open marketplace for labelling work: post jobs, fund them, answer tasks, review, get paid.

            Programs send `Authorization: Bearer` and an access token of the groundwork realm; browsers sign in at `/session/login`. \
            Money is `{"amount": "2.50", "currency": "EUR"}`. Lists are `{"items": [], "next": null}`; send `next` back as `cursor`. \
            Failures are problem documents (RFC 9457) with a stable `code`; `/problems/{code}` explains each.""";

    private final RouteConfig config;
    private final ObjectMapper json;
    private final Clock clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();

    private volatile @Nullable Kept kept;

    ServiceDescriptions(RouteConfig config, ObjectMapper json, Clock clock) {
        this.config = config;
        this.json = json;
        this.clock = clock;
    }

    /**
     * {@return the description of the whole API; names services that could not be asked under {@code x-missing-services}}
     *
     * @param own where the gateway itself answers
     */
    JsonNode whole(URI own) {
        var known = kept;
        var now = clock.instant();
        if (known != null && now.isBefore(known.until)) {
            return known.description;
        }
        var merge = new OpenApiMerge();
        List<String> missing = new ArrayList<>();
        for (var service : Upstream.values()) {
            var description = ask(config.urlOf(service));
            if (description == null) {
                missing.add(service.serviceName());
            } else {
                var name = service.name();
                merge.add(
                        name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT),
                        description,
                        path -> path.startsWith("/v1/"));
            }
        }
        var gateway = ask(own);
        if (gateway != null) {
            merge.add("Gateway", gateway, path -> !path.startsWith("/q/"));
        }
        var description = merge.describe("Groundwork", "1", ABOUT);
        if (!missing.isEmpty()) {
            missing.forEach(description.putArray("x-missing-services")::add);
        }
        kept = new Kept(description, now.plus(missing.isEmpty() ? KEPT : KEPT_INCOMPLETE));
        return description;
    }

    private @Nullable JsonNode ask(URI service) {
        var request = HttpRequest.newBuilder(URI.create(service + "/q/openapi?format=json"))
                .timeout(PATIENCE)
                .build();
        try {
            var answer = http.send(request, BodyHandlers.ofInputStream());
            try (var body = answer.body()) {
                return answer.statusCode() == 200 ? json.readTree(body) : null;
            }
        } catch (IOException unreachable) {
            Log.debugf("%s does not describe itself: %s", service, unreachable);
            return null;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return null;
        }
    }

    private record Kept(JsonNode description, Instant until) {}
}
