package dev.groundwork.gateway.access;

import java.util.UUID;

import jakarta.enterprise.context.RequestScoped;

import dev.groundwork.kit.problem.NotAllowed;

import org.eclipse.microprofile.jwt.JsonWebToken;

/** The owner of a requesting organisation behind the request. */
@RequestScoped
class Owner {

    private final JsonWebToken token;

    Owner(JsonWebToken token) {
        this.token = token;
    }

    /** @throws NotAllowed {@code not-allowed} when the caller is no owner of an organisation */
    UUID requesterId() {
        if (!"owner".equals(token.<String>getClaim("requester_role"))) {
            throw new NotAllowed("not-allowed", "Only an owner of your organisation may manage its machine clients.");
        }
        String id = token.getClaim("requester_id");
        try {
            return UUID.fromString(id == null ? "" : id);
        } catch (IllegalArgumentException noOrganisation) {
            throw new NotAllowed("not-allowed", "Your account belongs to no requesting organisation.");
        }
    }
}
