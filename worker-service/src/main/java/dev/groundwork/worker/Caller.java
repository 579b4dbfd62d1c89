package dev.groundwork.worker;

import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;

import dev.groundwork.kit.problem.NotAllowed;

import org.eclipse.microprofile.jwt.JsonWebToken;

/** The worker behind the request: the subject of the access token. */
@RequestScoped
public class Caller {

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** @throws NotAllowed {@code not-allowed} when the token is of something that is no person of this realm */
    public UUID workerId() {
        var subject = token.getSubject();
        try {
            return UUID.fromString(subject == null ? "" : subject);
        } catch (IllegalArgumentException notAPerson) {
            throw new NotAllowed("not-allowed", "The token's subject is not the id of a worker.");
        }
    }
}
