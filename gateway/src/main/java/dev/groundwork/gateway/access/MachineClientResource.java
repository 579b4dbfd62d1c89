package dev.groundwork.gateway.access;

import java.net.URI;
import java.time.Instant;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.gateway.access.MachineClients.MachineClient;
import dev.groundwork.gateway.access.MachineClients.NewMachineClient;
import dev.groundwork.kit.paging.Page;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/machine-clients")
@Tag(name = "Access")
@RolesAllowed("requester")
@RunOnVirtualThread
class MachineClientResource {

    private final MachineClients clients;
    private final Owner owner;

    MachineClientResource(MachineClients clients, Owner owner) {
        this.clients = clients;
        this.owner = owner;
    }

    @POST
    @Operation(
            operationId = "createMachineClient",
            summary = "Make credentials for one of your programs",
            description = "The program gets tokens by client credentials at tokenUrl and acts as an editor of your"
                    + " organisation. The secret is shown this once.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = NewClient.class),
                            examples = @ExampleObject(name = "a program", value = "{\"name\": \"Nightly upload\"}")))
    @APIResponse(
            responseCode = "201",
            description = "Made; keep the secret",
            content =
                    @Content(
                            schema = @Schema(implementation = CreatedClient.class),
                            examples = @ExampleObject(name = "a program", value = """
                                                    {"clientId": "machine-0198c0de-0000-7000-8000-00000000ac3e-9f2c41d07a", "name": "Nightly upload",
                                                     "secret": "b2vJx…", "tokenUrl": "http://localhost:8084/realms/groundwork/protocol/openid-connect/token",
                                                     "createdAt": "2026-11-22T09:00:00Z"}""")))
    @APIResponse(responseCode = "403", description = "not-allowed: only an owner of the organisation may")
    @APIResponse(responseCode = "409", description = "too-many-machine-clients")
    public RestResponse<CreatedClient> create(@Valid @NotNull NewClient request) {
        var made = CreatedClient.of(
                clients.create(owner.requesterId(), request.name().strip()));
        return RestResponse.ResponseBuilder.<CreatedClient>created(URI.create("/v1/machine-clients/" + made.clientId()))
                .entity(made)
                .build();
    }

    @GET
    @Operation(operationId = "listMachineClients", summary = "List the credentials of your programs, the oldest first")
    @APIResponse(responseCode = "200", description = "All of them, without their secrets")
    public Page<MachineClient> list() {
        return new Page<>(clients.list(owner.requesterId()), null);
    }

    @DELETE
    @Path("/{clientId}")
    @Operation(
            operationId = "deleteMachineClient",
            summary = "Take a program's credentials away",
            description = "Tokens that it has stay good until they expire, 15 minutes at most.")
    @APIResponse(responseCode = "204", description = "Gone")
    @APIResponse(responseCode = "404", description = "machine-client-not-found")
    public void delete(@RestPath String clientId) {
        clients.delete(owner.requesterId(), clientId);
    }

    record NewClient(@NotBlank @Size(max = 100) String name) {}

    record CreatedClient(String clientId, String name, String secret, String tokenUrl, Instant createdAt) {

        static CreatedClient of(NewMachineClient made) {
            return new CreatedClient(
                    made.client().clientId(),
                    made.client().name(),
                    made.secret(),
                    made.tokenUrl(),
                    made.client().createdAt());
        }

        /** Secrets stay out of logs. */
        @Override
        public String toString() {
            return "CreatedClient[" + clientId + "]";
        }
    }
}
