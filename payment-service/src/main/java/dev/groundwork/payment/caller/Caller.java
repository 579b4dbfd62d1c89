package dev.groundwork.payment.caller;

import java.time.Instant;
import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;

import dev.groundwork.kit.problem.NotAllowed;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The person or program behind the running request. */
@RequestScoped
public class Caller {

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /** {@return the organisation for which a requester acts} */
    public UUID requesterId() {
        return id("requester_id", "The access token names no requester organisation; log in as one of its people.");
    }

    /**
     * {@return the organisation for which a requester acts}
     *
     * @throws NotAllowed when the caller may only look
     */
    public UUID requesterIdToChange() {
        Object role = token.getClaim("requester_role");
        if ("viewer".equals(role)) {
            throw new NotAllowed(
                    "not-allowed", "Your role in the organisation is viewer: ask an owner or editor to do this.");
        }
        return requesterId();
    }

    /**
     * {@return the organisation of which the requester is an owner}
     *
     * @throws NotAllowed to others of it, and to its programs
     */
    public UUID requesterIdOfOwner() {
        if (!"owner".equals(token.getClaim("requester_role"))) {
            throw new NotAllowed("not-allowed", "Only an owner of the organisation may do this.");
        }
        return requesterId();
    }

    /** {@return the worker who is calling} */
    public UUID workerId() {
        return id("sub", "The access token names no worker.");
    }

    /** {@return who is to be named as the one who did it} */
    public String actor() {
        String subject = token.getSubject();
        if (subject == null) {
            throw new NotAllowed(
                    "not-allowed", "The access token has no subject, so nobody could be named as the actor.");
        }
        return subject;
    }

    /** {@return the client id of the program by which the caller calls; null where the token does not say} */
    public @Nullable String client() {
        Object client = token.getClaim("azp");
        return client == null ? null : client.toString();
    }

    /** {@return when the person last proved who they are; null where the token does not say} */
    public @Nullable Instant authenticatedAt() {
        Object seconds = token.getClaim("auth_time");
        return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds.toString()));
    }

    private UUID id(String claim, String otherwise) {
        Object value = token.getClaim(claim);
        @Nullable UUID id = null;
        if (value != null) {
            try {
                id = UUID.fromString(value.toString());
            } catch (IllegalArgumentException notAnId) {
                throw new NotAllowed("not-allowed", otherwise);
            }
        }
        if (id == null) {
            throw new NotAllowed("not-allowed", otherwise);
        }
        return id;
    }
}
