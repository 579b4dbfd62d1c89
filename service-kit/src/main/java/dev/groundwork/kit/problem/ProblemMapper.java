package dev.groundwork.kit.problem;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import jakarta.persistence.OptimisticLockException;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

import dev.groundwork.kit.database.DatabaseTrouble;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.logging.Log;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import org.hibernate.StaleStateException;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Turns whatever a request ended in into a problem document; nothing of an exception, a class or SQL reaches the caller. */
class ProblemMapper {

    private static final Set<String> NOT_COPIED = Set.of("content-type", "content-length");

    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> map(DomainProblem refusal) {
        return respond(Problem.of(refusal));
    }

    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> map(ConstraintViolationException invalid) {
        if (!Violations.areOfTheRequest(invalid)) {
            return bug(invalid);
        }
        return respond(new Problem(
                400,
                "invalid-request",
                "The request has invalid fields.",
                Violations.errors(invalid),
                Map.of(),
                Map.of()));
    }

    /** Without a mapper for this very class Quarkus answers with one of its own. */
    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> map(MismatchedInputException unreadable) {
        return respond(JsonFault.problem(unreadable));
    }

    @ServerExceptionMapper({UnauthorizedException.class, AuthenticationFailedException.class})
    public RestResponse<Map<String, Object>> mapUnauthenticated(SecurityException refused) {
        if (refused instanceof UnauthorizedException) {
            return unauthenticated("This needs a bearer token; sign in first.", "Bearer");
        }
        if (isExpired(refused)) {
            return unauthenticated(
                    "The access token has expired; get a new one.",
                    "Bearer error=\"invalid_token\", error_description=\"The access token has expired\"");
        }
        return unauthenticated("The access token is not valid here.", "Bearer error=\"invalid_token\"");
    }

    @ServerExceptionMapper(ForbiddenException.class)
    public RestResponse<Map<String, Object>> mapForbidden() {
        return respond(new Problem(403, "not-allowed", "You may not do this."));
    }

    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> map(WebApplicationException refused, UriInfo uri) {
        var json = cause(refused, JsonProcessingException.class);
        if (json != null) {
            return respond(JsonFault.problem(json));
        }
        var own = cause(refused, DomainProblem.class);
        if (own != null) {
            return respond(Problem.of(own));
        }
        if (refused instanceof NotFoundException && refused.getCause() != null && hasQuery(uri)) {
            // JAX-RS answers a parameter that cannot be converted with 404; without a query it was the path, and 404 is
            // right.
            return respond(new Problem(400, "invalid-request", "A parameter of the path or the query cannot be read."));
        }
        return respond(ofStatus(refused.getResponse()));
    }

    /**
     * A write that lost a race fails at commit, so it arrives wrapped in the exceptions of the interceptors; whatever else
     * ends up here is a bug.
     */
    @ServerExceptionMapper
    public RestResponse<Map<String, Object>> map(Exception thrown) {
        var own = cause(thrown, DomainProblem.class);
        if (own != null) {
            return respond(Problem.of(own));
        }
        if (cause(thrown, OptimisticLockException.class) != null
                || cause(thrown, StaleStateException.class) != null
                || DatabaseTrouble.isLostRace(thrown)) {
            return respond(new Problem(
                    409,
                    "changed-meanwhile",
                    "Someone else changed this first; read it again and repeat your change."));
        }
        if (DatabaseTrouble.isPassing(thrown)) {
            Log.warnf("The database is not available to a request: %s", thrown.getMessage());
            return respond(Problem.of(new TryLater(
                    "database-unavailable",
                    "The service cannot reach its database at the moment; repeat the request.",
                    Duration.ofSeconds(2))));
        }
        return bug(thrown);
    }

    private static RestResponse<Map<String, Object>> bug(Exception thrown) {
        Log.error("Unhandled exception while serving a request", thrown);
        return respond(new Problem(500, "internal-error", "Something went wrong on our side."));
    }

    private static RestResponse<Map<String, Object>> unauthenticated(String detail, String challenge) {
        return respond(new Problem(
                401, "not-authenticated", detail, List.of(), Map.of(), Map.of("WWW-Authenticate", challenge)));
    }

    private static Problem ofStatus(Response refused) {
        int status = refused.getStatus();
        var headers = new LinkedHashMap<String, String>();
        refused.getStringHeaders().forEach((name, values) -> {
            if (!NOT_COPIED.contains(name.toLowerCase(Locale.ROOT))) {
                headers.put(name, String.join(", ", values));
            }
        });
        var problem =
                switch (status) {
                    case 400 -> new Problem(status, "invalid-request", "The request cannot be read.");
                    case 401 -> new Problem(status, "not-authenticated", "This needs a bearer token; sign in first.");
                    case 403 -> new Problem(status, "not-allowed", "You may not do this.");
                    case 404 -> new Problem(status, "no-such-path", "There is nothing at this path.");
                    case 405 -> new Problem(status, "method-not-allowed", "This path does not take that method.");
                    case 406 -> new Problem(status, "not-acceptable", "This path has no such representation.");
                    case 413 -> new Problem(status, "too-large", "The request is larger than this service takes.");
                    case 415 ->
                        new Problem(status, "unsupported-media-type", "This path does not take that content type.");
                    default -> new Problem(status, "http-" + status, "The request was refused.");
                };
        return new Problem(status, problem.code(), problem.detail(), List.of(), Map.of(), headers);
    }

    private static boolean hasQuery(UriInfo uri) {
        return !uri.getQueryParameters().isEmpty();
    }

    /** The token library says it only in words; its classes are not everywhere on the class path. */
    private static boolean isExpired(Throwable refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            var message = cause.getMessage();
            if (message != null && (message.contains("no longer valid") || message.contains("expired"))) {
                return true;
            }
        }
        return false;
    }

    private static <T extends Throwable> @Nullable T cause(Throwable thrown, Class<T> type) {
        int depth = 0;
        for (Throwable cause = thrown; cause != null && depth < 20; cause = cause.getCause(), depth++) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }

    private static RestResponse<Map<String, Object>> respond(Problem problem) {
        var response = RestResponse.ResponseBuilder.<Map<String, Object>>create(problem.status())
                .entity(problem.body())
                .type(Problem.MEDIA_TYPE);
        problem.headers().forEach(response::header);
        return response.build();
    }
}
