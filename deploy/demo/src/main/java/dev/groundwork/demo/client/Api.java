package dev.groundwork.demo.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import org.jspecify.annotations.Nullable;

/** The marketplace through its gateway, as any program outside sees it. */
public final class Api {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(5);

    private final Exchange exchange;
    private final String gateway;
    private final ObjectMapper json = new ObjectMapper();

    public Api(Exchange exchange, URI gateway) {
        this.exchange = exchange;
        this.gateway = gateway.toString().replaceAll("/+$", "");
    }

    /**
     * {@return the answer to a GET}
     *
     * @throws ApiProblem when it is refused
     */
    public JsonNode get(Identity.Session who, String path) {
        return read(json, bytes(who, path));
    }

    /** {@return the bytes that a GET answers} */
    public byte[] bytes(Identity.Session who, String path) {
        return send(who, "GET", path, BodyPublishers.noBody(), null, null).body();
    }

    /** {@return every item of a list, page by page} */
    public List<JsonNode> all(Identity.Session who, String path) {
        var items = new ArrayList<JsonNode>();
        String cursor = null;
        do {
            var next = cursor == null
                    ? path
                    : path + (path.contains("?") ? '&' : '?') + "cursor="
                            + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
            var page = get(who, next);
            page.path("items").forEach(items::add);
            cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
        } while (cursor != null);
        return items;
    }

    /** {@return the answer to a POST of a JSON body; one that creates or pays carries its key} */
    public JsonNode post(Identity.Session who, String path, @Nullable Object body, @Nullable String idempotencyKey) {
        return read(
                json,
                send(who, "POST", path, publisher(body), type(body), idempotencyKey)
                        .body());
    }

    /** {@return the answer to a POST by somebody who has not signed in} */
    public JsonNode postAnonymously(String path, Object body) {
        return read(
                json,
                send(null, "POST", path, publisher(body), type(body), null).body());
    }

    /** {@return the answer to a POST of bytes of the named media type} */
    public JsonNode post(
            Identity.Session who, String path, byte[] body, String mediaType, @Nullable String idempotencyKey) {
        return read(
                json,
                send(who, "POST", path, BodyPublishers.ofByteArray(body), mediaType, idempotencyKey)
                        .body());
    }

    /** {@return the answer to a PUT of a JSON body} */
    public JsonNode put(Identity.Session who, String path, Object body) {
        return read(
                json, send(who, "PUT", path, publisher(body), type(body), null).body());
    }

    /** {@return what a link holds that needs no token, such as a signed one} */
    public byte[] open(String link) {
        var uri = link.startsWith("/") ? gateway + link : link;
        return send(null, "GET", uri, BodyPublishers.noBody(), null, null).body();
    }

    private HttpResponse<byte[]> send(
            Identity.@Nullable Session who,
            String method,
            String path,
            BodyPublisher body,
            @Nullable String mediaType,
            @Nullable String idempotencyKey) {
        var response = once(who, method, path, body, mediaType, idempotencyKey);
        if (response.statusCode() == 401 && who != null) {
            // Once more with a fresh token: this one may have been signed with a key that is gone.
            response = once(who, method, path, body, mediaType, idempotencyKey);
        }
        if (response.statusCode() >= 300) {
            throw new ApiProblem(method + ' ' + path, response.statusCode(), read(json, response.body()));
        }
        return response;
    }

    private HttpResponse<byte[]> once(
            Identity.@Nullable Session who,
            String method,
            String path,
            BodyPublisher body,
            @Nullable String mediaType,
            @Nullable String idempotencyKey) {
        var request = HttpRequest.newBuilder(URI.create(path.startsWith("/") ? gateway + path : path))
                .timeout(LONGEST_ANSWER)
                .method(method, body);
        var token = who == null ? null : who.token();
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        if (mediaType != null) {
            request.header("Content-Type", mediaType);
        }
        if (idempotencyKey != null) {
            request.header("Idempotency-Key", idempotencyKey);
        }
        var response = exchange.send(request.build(), serverOf(path));
        if (response.statusCode() == 401 && who != null && token != null) {
            who.refused(token);
        }
        return response;
    }

    private BodyPublisher publisher(@Nullable Object body) {
        if (body == null) {
            return BodyPublishers.noBody();
        }
        try {
            return BodyPublishers.ofByteArray(json.writeValueAsBytes(body));
        } catch (JsonProcessingException impossible) {
            throw new IllegalArgumentException("no JSON: " + body, impossible);
        }
    }

    private static @Nullable String type(@Nullable Object body) {
        return body == null ? null : "application/json";
    }

    static JsonNode read(ObjectMapper json, byte[] body) {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return json.readTree(body);
        } catch (IOException notJson) {
            // An error page of something in between: its text is the best explanation there is.
            return json.createObjectNode().put("detail", new String(body, StandardCharsets.UTF_8).strip());
        }
    }

    /** Who answers a path behind the gateway, for the messages while it is away. */
    private static String serverOf(String path) {
        if (path.matches(".*/v1/(jobs|assignments|offers|media)\\b.*")) {
            return "task-service";
        }
        if (path.matches(".*/v1/me(|/record|/notices)(\\?.*)?")) {
            return "worker-service";
        }
        if (path.contains("/v1/registrations") || !path.contains("/v1/")) {
            return "gateway";
        }
        return "payment-service";
    }
}
