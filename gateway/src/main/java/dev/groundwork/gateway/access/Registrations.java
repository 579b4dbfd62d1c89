package dev.groundwork.gateway.access;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.Unprocessable;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.representations.idm.CredentialRepresentation;
import org.keycloak.representations.idm.UserRepresentation;

/** Makes accounts for people who want to work here. */
@ApplicationScoped
class Registrations {

    private static final String WORKERS = "/workers";

    private final RealmAdmin admin;
    private final ObjectMapper json;

    Registrations(RealmAdmin admin, ObjectMapper json) {
        this.admin = admin;
        this.json = json;
    }

    /**
     * Registers a worker. One request to the realm, so that there is no account by half: a new account is a member of the group
     * of workers, which has the role.
     *
     * @return the id of the worker: the subject of their tokens
     * @throws RuleViolation {@code username-taken} or {@code email-taken}
     * @throws Unprocessable {@code weak-password} when the realm's password policy is not met
     * @throws InvalidRequest when the realm takes a field otherwise than it is
     */
    UUID register(NewAccount account) {
        return admin.ask(realm -> {
            try (Response answer = realm.users().create(account.toUser())) {
                if (answer.getStatus() != 201) {
                    throw refusal(answer);
                }
                return UUID.fromString(CreatedResponseUtil.getCreatedId(answer));
            }
        });
    }

    private RuntimeException refusal(Response answer) {
        var fault = read(answer);
        var message = fault.path("errorMessage").asText(fault.path("error").asText(""));
        if (answer.getStatus() == 409) {
            return message.contains("email") && !message.contains("username")
                    ? new RuleViolation("email-taken", "There is an account with this e-mail address already; sign in.")
                    : new RuleViolation("username-taken", "This user name is taken; choose another.");
        }
        if (answer.getStatus() == 400) {
            if (message.startsWith("invalidPassword")) {
                return new Unprocessable(
                        "weak-password",
                        fault.path("error_description").asText("The password does not meet the policy."));
            }
            var errors = fieldErrors(fault);
            if (!errors.isEmpty()) {
                return new InvalidRequest("invalid-request", "The registration has invalid fields.", errors);
            }
        }
        return new IllegalStateException(
                "Keycloak refused to make an account with " + answer.getStatus() + ": " + message);
    }

    private static List<FieldError> fieldErrors(JsonNode fault) {
        var errors = new ArrayList<FieldError>();
        var single = fault.has("field") ? List.of(fault) : List.<JsonNode>of();
        Iterable<JsonNode> all = fault.has("errors") ? fault.path("errors") : single;
        all.forEach(error -> errors.add(new FieldError(
                "/" + error.path("field").asText(), error.path("errorMessage").asText("is not valid"))));
        return errors;
    }

    private JsonNode read(Response answer) {
        try {
            return json.readTree(answer.readEntity(String.class));
        } catch (JsonProcessingException notJson) {
            return json.createObjectNode();
        }
    }

    /** What a person registers with. */
    record NewAccount(String username, String email, String password, String firstName, String lastName) {

        UserRepresentation toUser() {
            var credential = new CredentialRepresentation();
            credential.setType(CredentialRepresentation.PASSWORD);
            credential.setValue(password);
            credential.setTemporary(false);
            var user = new UserRepresentation();
            user.setUsername(username);
            user.setEmail(email);
            user.setFirstName(firstName);
            user.setLastName(lastName);
            user.setEnabled(true);
            user.setEmailVerified(false);
            user.setCredentials(List.of(credential));
            user.setGroups(List.of(WORKERS));
            return user;
        }

        /** Passwords stay out of logs. */
        @Override
        public String toString() {
            return "NewAccount[" + username + "]";
        }
    }
}
