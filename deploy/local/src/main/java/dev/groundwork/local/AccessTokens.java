package dev.groundwork.local;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Access tokens from a running Keycloak.
 *
 * @param realmUrl the realm's address, without a slash at its end
 */
public record AccessTokens(String realmUrl) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A person's token, for the password.
     *
     * @throws IOException when Keycloak refuses or does not answer
     */
    public String ofPerson(String username, String password) throws IOException {
        return ask(Map.of(
                "grant_type", "password", "client_id", "groundwork-cli", "username", username, "password", password));
    }

    /**
     * A program's token, for its client's secret.
     *
     * @throws IOException when Keycloak refuses or does not answer
     */
    public String ofProgram(String clientId, String secret) throws IOException {
        return ask(Map.of("grant_type", "client_credentials", "client_id", clientId, "client_secret", secret));
    }

    private String ask(Map<String, String> form) throws IOException {
        var body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        var connection = (HttpURLConnection)
                URI.create(realmUrl + "/protocol/openid-connect/token").toURL().openConnection();
        try {
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(30_000);
            connection.setDoOutput(true);
            connection.setRequestProperty("Content-Type", "application/x-www-form-urlencoded");
            try (var out = connection.getOutputStream()) {
                out.write(body.getBytes(StandardCharsets.UTF_8));
            }
            if (connection.getResponseCode() != 200) {
                var problem = connection.getErrorStream();
                var why = problem == null ? "" : new String(problem.readAllBytes(), StandardCharsets.UTF_8);
                throw new IOException("Keycloak gave no token (HTTP " + connection.getResponseCode() + "): " + why);
            }
            try (var answer = connection.getInputStream()) {
                return JSON.readTree(answer).path("access_token").asText();
            }
        } finally {
            connection.disconnect();
        }
    }
}
