package dev.groundwork.gateway.access;

import java.net.URI;
import java.util.UUID;

import jakarta.annotation.security.PermitAll;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.gateway.access.Registrations.NewAccount;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/registrations")
@Tag(name = "Access", description = "Ways in: accounts of workers, credentials of programs")
@RunOnVirtualThread
class RegistrationResource {

    private final Registrations registrations;

    RegistrationResource(Registrations registrations) {
        this.registrations = registrations;
    }

    @POST
    @PermitAll
    @SecurityRequirements
    @Operation(
            operationId = "register",
            summary = "Register as a worker",
            description = "Makes an account with the role worker. Then sign in, and say who you are with PUT /v1/me.")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = NewRegistration.class),
                            examples = @ExampleObject(name = "a worker", value = """
                                                    {"username": "willow", "email": "willow@example.org", "password": "correct horse battery",
                                                     "firstName": "Willow", "lastName": "Worker"}""")))
    @APIResponse(
            responseCode = "201",
            description = "Registered; the id is the subject of your tokens",
            content = @Content(schema = @Schema(implementation = Registered.class)))
    @APIResponse(responseCode = "400", description = "invalid-request: each fault with its JSON pointer")
    @APIResponse(responseCode = "409", description = "username-taken, email-taken")
    @APIResponse(responseCode = "422", description = "weak-password")
    @APIResponse(responseCode = "429", description = "too-many-requests")
    public RestResponse<Registered> register(@Valid @NotNull NewRegistration request) {
        var workerId = registrations.register(new NewAccount(
                request.username(), request.email(), request.password(), request.firstName(), request.lastName()));
        return RestResponse.ResponseBuilder.<Registered>created(URI.create("/v1/me"))
                .entity(new Registered(workerId))
                .build();
    }

    record NewRegistration(
            @NotBlank @Size(min = 3, max = 64) @Pattern(
                    regexp = "[A-Za-z0-9._-]*",
                    message = "may hold letters, digits, dots, hyphens and underscores only")
            String username,

            @NotBlank @Email @Size(max = 255) String email,
            @NotBlank @Size(max = 128) String password,
            @NotBlank @Size(max = 100) String firstName,
            @NotBlank @Size(max = 100) String lastName) {

        /** Passwords stay out of logs. */
        @Override
        public String toString() {
            return "NewRegistration[" + username + "]";
        }
    }

    record Registered(UUID workerId) {}
}
