package dev.groundwork.gateway.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

import jakarta.inject.Singleton;

import io.agroal.api.AgroalDataSource;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.vertx.core.json.JsonObject;

/** Keeps the tokens of signed-in browsers in the gateway's database, sealed with the browser's cookie. */
@Singleton
class SessionStore {

    private final AgroalDataSource database;
    private final Clock clock;

    SessionStore(AgroalDataSource database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Puts the tokens behind the cookie, in place of those that were there. */
    void put(String cookie, AuthorizationCodeTokens tokens, Duration age) {
        var seal = SessionSeal.of(cookie);
        var now = clock.instant();
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("""
                        insert into session (id, tokens, created_at, expires_at) values (?, ?, ?, ?)
                        on conflict (id) do update set tokens = excluded.tokens, expires_at = excluded.expires_at
                        """)) {
            statement.setBytes(1, seal.rowId());
            statement.setBytes(2, seal.seal(write(tokens)));
            statement.setTimestamp(3, Timestamp.from(now));
            statement.setTimestamp(4, Timestamp.from(now.plus(age)));
            statement.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("the session could not be kept", broken);
        }
    }

    /** {@return the tokens behind the cookie, empty where there are none or they have expired} */
    Optional<AuthorizationCodeTokens> find(String cookie) {
        var seal = SessionSeal.of(cookie);
        try (var connection = database.getConnection();
                var statement =
                        connection.prepareStatement("select tokens from session where id = ? and expires_at > ?")) {
            statement.setBytes(1, seal.rowId());
            statement.setTimestamp(2, Timestamp.from(clock.instant()));
            try (var row = statement.executeQuery()) {
                return row.next() ? Optional.of(read(seal.open(row.getBytes(1)))) : Optional.empty();
            }
        } catch (SQLException | GeneralSecurityException broken) {
            throw new IllegalStateException("the session could not be read", broken);
        }
    }

    void delete(String cookie) {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("delete from session where id = ?")) {
            statement.setBytes(1, SessionSeal.of(cookie).rowId());
            statement.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("the session could not be ended", broken);
        }
    }

    /** {@return how many expired sessions were removed} */
    int deleteExpired() {
        try (var connection = database.getConnection();
                var statement = connection.prepareStatement("delete from session where expires_at <= ?")) {
            statement.setTimestamp(1, Timestamp.from(clock.instant()));
            return statement.executeUpdate();
        } catch (SQLException broken) {
            throw new IllegalStateException("expired sessions could not be removed", broken);
        }
    }

    private static byte[] write(AuthorizationCodeTokens tokens) {
        return new JsonObject()
                .put("id", tokens.getIdToken())
                .put("access", tokens.getAccessToken())
                .put("refresh", tokens.getRefreshToken())
                .put("expiresIn", tokens.getAccessTokenExpiresIn())
                .put("scope", tokens.getAccessTokenScope())
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static AuthorizationCodeTokens read(byte[] written) {
        var json = new JsonObject(new String(written, StandardCharsets.UTF_8));
        return new AuthorizationCodeTokens(
                json.getString("id"),
                json.getString("access"),
                json.getString("refresh"),
                json.getLong("expiresIn"),
                json.getString("scope"));
    }
}
