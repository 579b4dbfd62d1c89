package dev.groundwork.gateway.session;

import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;

import io.quarkus.oidc.AccessTokenCredential;
import io.quarkus.oidc.AuthorizationCodeTokens;
import io.quarkus.oidc.OidcSession;
import io.quarkus.security.AuthenticationCompletionException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.AuthenticationRedirectException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticator;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jspecify.annotations.Nullable;

@Path("/session")
@Tag(name = "Session", description = "Logins of browsers; programs send bearer tokens instead")
@RunOnVirtualThread
class SessionResource {

    private final CurrentIdentityAssociation identities;
    private final OidcSession oidcSession;
    private final SessionTokens sessions;
    private final Realm realm;
    private final HttpAuthenticator authenticator;

    SessionResource(
            CurrentIdentityAssociation identities,
            OidcSession oidcSession,
            SessionTokens sessions,
            Realm realm,
            HttpAuthenticator authenticator) {
        this.authenticator = authenticator;
        this.identities = identities;
        this.oidcSession = oidcSession;
        this.sessions = sessions;
        this.realm = realm;
    }

    @GET
    @PermitAll
    @Operation(operationId = "getSession", summary = "Who is signed in with this browser")
    @APIResponse(
            responseCode = "200",
            description = "The person behind the session",
            content =
                    @Content(
                            schema = @Schema(implementation = Who.class),
                            examples = @ExampleObject(name = "a requester", value = """
                                                    {"id": "5a3f2c1e-7b1d-4a8e-9a39-3f7b7b0f4c11", "username": "rita", "name": "Rita Requester",
                                                     "roles": ["requester"], "requesterId": "0198c0de-0000-7000-8000-00000000ac3e",
                                                     "requesterRole": "owner", "tokenExpiresAt": "2026-11-22T10:00:00Z"}""")))
    @APIResponse(responseCode = "401", description = "not-authenticated: nobody; sign in at /session/login")
    public Who who() {
        return Who.of(signedIn());
    }

    @GET
    @Path("/login")
    @PermitAll
    @Operation(
            operationId = "login",
            summary = "Sign in with a browser",
            description =
                    "Redirects to the login page unless the browser is signed in, and in the end to the return path.")
    @APIResponse(responseCode = "303", description = "Signed in; goes on to the return path")
    @APIResponse(responseCode = "302", description = "To the login page")
    public RestResponse<Void> login(
            @RestQuery("return") @Parameter(description = "A path of this site", example = "/") @Nullable String asked,
            @Context RoutingContext ctx) {
        try {
            signedIn();
            return RestResponse.seeOther(ReturnPath.of(asked));
        } catch (UnauthorizedException nobody) {
            return toLoginPage(ctx);
        }
    }

    /** Where Keycloak sends the browser back to; quarkus-oidc takes the code and leads on to where the login began. */
    @GET
    @Path("/callback")
    @PermitAll
    @Operation(hidden = true)
    public RestResponse<Void> callback() {
        try {
            signedIn();
            return RestResponse.seeOther(ReturnPath.of(null));
        } catch (AuthenticationRedirectException onward) {
            return ResponseBuilder.<Void>create(onward.getCode())
                    .header("Location", onward.getRedirectUri())
                    .header("Cache-Control", "no-store")
                    .build();
        } catch (AuthenticationCompletionException broken) {
            throw new UnauthorizedException("the login could not be completed", broken);
        }
    }

    /** The way there is quarkus-oidc's; asked for here, because programs that come without a token get a problem. */
    private RestResponse<Void> toLoginPage(RoutingContext ctx) {
        var challenge = authenticator.getChallenge(ctx).await().indefinitely();
        var response = ResponseBuilder.<Void>create(challenge.status);
        challenge.getHeaders().forEach((name, value) -> response.header(name.toString(), value));
        return response.build();
    }

    @POST
    @Path("/logout")
    @PermitAll
    @Operation(operationId = "logout", summary = "Sign this browser out, here and at the login page")
    @APIResponse(responseCode = "204", description = "Nobody is signed in with this browser any more")
    @APIResponse(responseCode = "403", description = "cross-site-request: send the header X-Groundwork-CSRF")
    public void logout(@Context RoutingContext ctx) {
        if (!SameSite.allows(ctx.request())) {
            throw SameSite.problem();
        }
        try {
            signedIn();
        } catch (UnauthorizedException nobody) {
            return;
        }
        AuthorizationCodeTokens tokens = ctx.get(AuthorizationCodeTokens.class.getName());
        oidcSession.logout().await().indefinitely();
        sessions.end(ctx);
        if (tokens != null && tokens.getRefreshToken() != null) {
            realm.endLogin(tokens.getRefreshToken());
        }
    }

    private SecurityIdentity signedIn() {
        SecurityIdentity identity;
        try {
            identity = identities.getDeferredIdentity().await().indefinitely();
        } catch (AuthenticationFailedException ended) {
            throw new UnauthorizedException("the session has ended", ended);
        }
        if (identity == null || identity.isAnonymous()) {
            throw new UnauthorizedException("nobody is signed in");
        }
        return identity;
    }

    /**
     * A person.
     *
     * @param id subject of their tokens; a worker's id
     * @param requesterId the organisation that they act for, where they are a requester
     * @param requesterRole owner, editor or viewer of that organisation
     */
    record Who(
            String id,
            String username,
            @Nullable String name,
            Set<String> roles,
            @Nullable String requesterId,
            @Nullable String requesterRole,
            Instant tokenExpiresAt) {

        static Who of(SecurityIdentity identity) {
            var claims = Claims.of(
                    identity.getCredential(AccessTokenCredential.class).getToken());
            return new Who(
                    claims.required("sub"),
                    claims.required("preferred_username"),
                    claims.optional("name"),
                    new TreeSet<>(identity.getRoles()),
                    claims.optional("requester_id"),
                    claims.optional("requester_role"),
                    claims.expiresAt());
        }
    }
}
