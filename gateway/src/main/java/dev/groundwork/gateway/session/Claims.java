package dev.groundwork.gateway.session;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;

import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What an access token says that came from Keycloak itself and so needs no further proof. */
final class Claims {

    private final JsonObject json;

    private Claims(JsonObject json) {
        this.json = json;
    }

    static Claims of(String token) {
        var payload = token.substring(token.indexOf('.') + 1, token.lastIndexOf('.'));
        return new Claims(new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8)));
    }

    String required(String name) {
        var value = json.getString(name);
        if (value == null) {
            throw new IllegalStateException("the realm issues tokens without the claim " + name);
        }
        return value;
    }

    @Nullable String optional(String name) {
        return json.getString(name);
    }

    Instant expiresAt() {
        return Instant.ofEpochSecond(json.getLong("exp"));
    }
}
