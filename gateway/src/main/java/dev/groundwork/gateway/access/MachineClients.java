package dev.groundwork.gateway.access;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;

import org.keycloak.admin.client.CreatedResponseUtil;
import org.keycloak.admin.client.resource.RealmResource;
import org.keycloak.representations.idm.ClientRepresentation;
import org.keycloak.representations.idm.ProtocolMapperRepresentation;

/**
 * Credentials with which programs of a requesting organisation call the API by themselves.
 *
 * <p>Keycloak is where they live, nothing is kept here: whose a client is stands in its id, which only this class makes.
 */
@ApplicationScoped
class MachineClients {

    private static final String REQUESTER = "requester";
    private static final String CREATED_AT = "groundwork.created-at";
    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final RealmAdmin admin;
    private final AccessConfig config;
    private final Clock clock;

    MachineClients(RealmAdmin admin, AccessConfig config, Clock clock) {
        this.admin = admin;
        this.config = config;
        this.clock = clock;
    }

    /**
     * Makes a client that acts as an editor of the organisation.
     *
     * @throws RuleViolation {@code too-many-machine-clients}
     */
    NewMachineClient create(UUID requesterId, String name) {
        return admin.ask(realm -> {
            if (clientsOf(realm, requesterId).size() >= config.machineClientsPerRequester()) {
                throw new RuleViolation(
                        "too-many-machine-clients",
                        "Your organisation has " + config.machineClientsPerRequester()
                                + " machine clients, which is as many as it may have; delete one first.");
            }
            var secret = newSecret();
            var client = representation(requesterId, name, secret, clock.instant());
            String id;
            try (Response answer = realm.clients().create(client)) {
                if (answer.getStatus() != 201) {
                    throw new IllegalStateException("Keycloak refused to make a client with " + answer.getStatus());
                }
                id = CreatedResponseUtil.getCreatedId(answer);
            }
            try {
                letActAsRequester(realm, id);
            } catch (RuntimeException half) {
                remove(realm, id, half);
                throw half;
            }
            return new NewMachineClient(MachineClient.of(client), secret, admin.tokenUrl());
        });
    }

    /** {@return the organisation's clients, the oldest first} */
    List<MachineClient> list(UUID requesterId) {
        return admin.ask(realm -> clientsOf(realm, requesterId).stream()
                .map(MachineClient::of)
                .sorted(Comparator.comparing(MachineClient::createdAt).thenComparing(MachineClient::clientId))
                .toList());
    }

    /**
     * Deletes a client; tokens that it holds end with their own lifetime.
     *
     * @throws NotFound {@code machine-client-not-found} where it is none of the organisation's
     */
    void delete(UUID requesterId, String clientId) {
        admin.ask(realm -> {
            var found = clientsOf(realm, requesterId).stream()
                    .filter(client -> client.getClientId().equals(clientId))
                    .findFirst()
                    .orElseThrow(() -> new NotFound("machine-client", clientId));
            realm.clients().get(found.getId()).remove();
            return clientId;
        });
    }

    private List<ClientRepresentation> clientsOf(RealmResource realm, UUID requesterId) {
        var prefix = prefix(requesterId);
        // Keycloak looks for the text anywhere in the id; ours stands at its beginning.
        return realm.clients().findAll(prefix, false, true, 0, 2 * config.machineClientsPerRequester()).stream()
                .filter(client -> client.getClientId().startsWith(prefix))
                .toList();
    }

    /** A client's account starts as everybody does, as a worker; this one is to be a requester and nothing else. */
    private static void letActAsRequester(RealmResource realm, String id) {
        var account = realm.users()
                .get(realm.clients().get(id).getServiceAccountUser().getId());
        account.groups().forEach(group -> account.leaveGroup(group.getId()));
        account.roles().realmLevel().add(List.of(realm.roles().get(REQUESTER).toRepresentation()));
    }

    private static void remove(RealmResource realm, String id, RuntimeException cause) {
        try {
            realm.clients().get(id).remove();
        } catch (RuntimeException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    private static ClientRepresentation representation(UUID requesterId, String name, String secret, Instant now) {
        var client = new ClientRepresentation();
        client.setClientId(prefix(requesterId) + newSuffix());
        client.setName(name);
        client.setEnabled(true);
        client.setProtocol("openid-connect");
        client.setPublicClient(false);
        client.setClientAuthenticatorType("client-secret");
        client.setSecret(secret);
        client.setStandardFlowEnabled(false);
        client.setDirectAccessGrantsEnabled(false);
        client.setImplicitFlowEnabled(false);
        client.setServiceAccountsEnabled(true);
        client.setFullScopeAllowed(true);
        client.setAttributes(Map.of(CREATED_AT, now.toString()));
        client.setProtocolMappers(
                List.of(claim("requester_id", requesterId.toString()), claim("requester_role", "editor")));
        return client;
    }

    private static ProtocolMapperRepresentation claim(String name, String value) {
        var mapper = new ProtocolMapperRepresentation();
        mapper.setName(name);
        mapper.setProtocol("openid-connect");
        mapper.setProtocolMapper("oidc-hardcoded-claim-mapper");
        mapper.setConfig(Map.of(
                "claim.name", name,
                "claim.value", value,
                "jsonType.label", "String",
                "access.token.claim", "true",
                "introspection.token.claim", "true"));
        return mapper;
    }

    private static String prefix(UUID requesterId) {
        return "machine-" + requesterId + "-";
    }

    private static String newSuffix() {
        var bytes = new byte[5];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static String newSecret() {
        var bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A client as its organisation sees it later: without its secret. */
    record MachineClient(String clientId, String name, Instant createdAt) {

        static MachineClient of(ClientRepresentation client) {
            return new MachineClient(
                    client.getClientId(),
                    client.getName(),
                    Instant.parse(client.getAttributes().get(CREATED_AT)));
        }
    }

    /** A client just made; its secret is shown this once. */
    record NewMachineClient(MachineClient client, String secret, String tokenUrl) {

        /** Secrets stay out of logs. */
        @Override
        public String toString() {
            return "NewMachineClient[" + client.clientId() + "]";
        }
    }
}
