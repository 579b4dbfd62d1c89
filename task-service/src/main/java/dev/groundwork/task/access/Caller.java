package dev.groundwork.task.access;

import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;

import dev.groundwork.kit.problem.NotAllowed;

import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** The caller of the present request, as its verified token names them. */
@RequestScoped
public class Caller {

    private static final String REQUESTER_ID = "requester_id";
    private static final String REQUESTER_ROLE = "requester_role";

    private final JsonWebToken token;

    Caller(JsonWebToken token) {
        this.token = token;
    }

    /**
     * The organisation that the caller acts for.
     *
     * @throws NotAllowed {@code requester-unknown} when the token names none
     */
    public UUID requesterId() {
        return idIn(REQUESTER_ID, "requester-unknown", "organisation");
    }

    /**
     * The organisation that the caller acts for, when the caller may change its things.
     *
     * @throws NotAllowed {@code not-allowed} for a viewer
     */
    public UUID changingRequesterId() {
        if ("viewer".equals(token.getClaim(REQUESTER_ROLE))) {
            throw new NotAllowed(
                    "not-allowed",
                    "You are a viewer of this organisation and may not change anything. Ask an owner for the role editor.");
        }
        return requesterId();
    }

    /**
     * The worker who calls.
     *
     * @throws NotAllowed {@code worker-unknown} when the token's subject is no worker id
     */
    public UUID workerId() {
        return idIn("sub", "worker-unknown", "worker");
    }

    /**
     * The person or program that calls, whatever their roles.
     *
     * @throws NotAllowed {@code caller-unknown} when the token's subject is no id
     */
    public UUID personId() {
        return idIn("sub", "caller-unknown", "person");
    }

    /** {@return the client id of the program by which the caller calls, null where the token does not say} */
    public @Nullable String client() {
        Object client = token.getClaim("azp");
        return client == null ? null : client.toString();
    }

    /** {@return the organisation that the caller belongs to, null for somebody of none} */
    public @Nullable UUID organisation() {
        return token.getClaim(REQUESTER_ID) == null ? null : requesterId();
    }

    private UUID idIn(String claim, String code, String noun) {
        Object value = token.getClaim(claim);
        try {
            if (value != null) {
                return UUID.fromString(value.toString());
            }
        } catch (IllegalArgumentException notAnId) {
            // Answered below like an absent claim.
        }
        throw new NotAllowed(
                code,
                "Your token names no " + noun + " (claim " + claim
                        + "). Sign in with an account that belongs to one, or ask the operator to set it.");
    }
}
