package dev.groundwork.demo.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Signs people in at the identity provider, by name and password on the public client that the realm has for programs like this. */
public final class Identity {

    private static final String CLIENT = "groundwork-cli";
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Exchange exchange;
    private final URI tokenEndpoint;
    private final Clock clock = Clock.systemUTC();
    private final ObjectMapper json = new ObjectMapper();
    private final Map<String, Session> sessions = new ConcurrentHashMap<>();

    /** @param identity base address of the identity provider, without the realm */
    public Identity(Exchange exchange, URI identity) {
        this.exchange = exchange;
        this.tokenEndpoint = URI.create(
                identity.toString().replaceAll("/+$", "") + "/realms/groundwork/protocol/openid-connect/token");
    }

    /** {@return the session of a person, which fetches its first token when it is first used} */
    public Session session(String username, String password) {
        return sessions.computeIfAbsent(username, name -> new Session(name, password));
    }

    private JsonNode fetch(String username, Map<String, String> form) {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + '=' + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var request = HttpRequest.newBuilder(tokenEndpoint)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        var response = exchange.send(request, "keycloak");
        var answer = Api.read(json, response.body());
        if (response.statusCode() != 200) {
            throw new SignInRefused("%s cannot sign in: %s"
                    .formatted(username, answer.path("error_description").asText(answer.toString())));
        }
        return answer;
    }

    /** One person, signed in for as long as needed. */
    public final class Session {

        private final String username;
        private final String password;
        private final ReentrantLock lock = new ReentrantLock();
        private String token = "";
        private String refresh = "";
        private Instant validUntil = Instant.MIN;

        private Session(String username, String password) {
            this.username = username;
            this.password = password;
        }

        public String username() {
            return username;
        }

        /** {@return an access token that is valid for a while yet} */
        public String token() {
            lock.lock();
            try {
                if (clock.instant().isAfter(validUntil)) {
                    renew();
                }
                return token;
            } finally {
                lock.unlock();
            }
        }

        /** Forgets a token that a service did not accept. */
        void refused(String stale) {
            lock.lock();
            try {
                if (token.equals(stale)) {
                    validUntil = Instant.MIN;
                }
            } finally {
                lock.unlock();
            }
        }

        /** {@return who this is, in the words of the token} */
        public UUID subject() {
            var parts = token().split("\\.", -1);
            try {
                return UUID.fromString(json.readTree(Base64.getUrlDecoder().decode(parts[1]))
                        .path("sub")
                        .asText());
            } catch (IOException unreadable) {
                throw new SignInRefused("the token of " + username + " is no JSON web token");
            }
        }

        private void renew() {
            JsonNode answer;
            try {
                answer = refresh.isEmpty() ? signIn() : continueSession();
            } catch (SignInRefused sessionEnded) {
                if (refresh.isEmpty()) {
                    throw sessionEnded;
                }
                answer = signIn();
            }
            token = answer.path("access_token").asText();
            refresh = answer.path("refresh_token").asText("");
            validUntil = clock.instant()
                    .plusSeconds(answer.path("expires_in").asLong())
                    .minus(MARGIN);
        }

        private JsonNode signIn() {
            return fetch(
                    username,
                    Map.of(
                            "grant_type", "password",
                            "client_id", CLIENT,
                            "username", username,
                            "password", password));
        }

        private JsonNode continueSession() {
            return fetch(
                    username, Map.of("grant_type", "refresh_token", "client_id", CLIENT, "refresh_token", refresh));
        }
    }

    /** The identity provider does not know this person by this password. */
    public static final class SignInRefused extends RuntimeException {

        private static final long serialVersionUID = 1;

        SignInRefused(String message) {
            super(message);
        }
    }
}
