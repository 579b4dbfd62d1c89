package dev.groundwork.gateway.session;

import java.net.URI;
import java.util.Set;

import dev.groundwork.gateway.Refusal;
import dev.groundwork.kit.problem.NotAllowed;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;

/**
 * Whether a request that a browser authenticates by cookie was meant by the person before it.
 *
 * <p>Another site can make a browser send a request with our cookie, but it can neither set a header of its own nor pretend to be
 * our origin. SameSite=Lax keeps most of it away already; this is the second lock, and also stops sibling sites.
 */
public final class SameSite {

    /** The answer to a request that may come from another site. */
    public static final Refusal REFUSAL = new Refusal(
            403,
            "cross-site-request",
            "A request that changes something and signs in by cookie must come from this site's own pages, or carry the"
                    + " header X-Groundwork-CSRF with any value.");

    private static final CharSequence OWN_HEADER = HttpHeaders.createOptimized("x-groundwork-csrf");
    private static final CharSequence SEC_FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");
    private static final Set<HttpMethod> HARMLESS = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private SameSite() {}

    /** {@return whether the request changes nothing, or comes from our own pages} */
    public static boolean allows(HttpServerRequest request) {
        if (HARMLESS.contains(request.method()) || request.headers().contains(OWN_HEADER)) {
            return true;
        }
        var site = request.headers().get(SEC_FETCH_SITE);
        if (site != null) {
            return site.equals("same-origin");
        }
        var origin = request.headers().get(HttpHeaders.ORIGIN);
        return origin != null && isOwn(origin, request);
    }

    /** {@return the same answer for endpoints of the gateway itself} */
    static NotAllowed problem() {
        return new NotAllowed(REFUSAL.code(), REFUSAL.detail());
    }

    private static boolean isOwn(String origin, HttpServerRequest request) {
        var authority = request.authority();
        if (authority == null) {
            return false;
        }
        try {
            var from = URI.create(origin);
            return request.scheme() != null
                    && request.scheme().equals(from.getScheme())
                    && authority.host().equalsIgnoreCase(from.getHost())
                    && port(authority, request.scheme()) == port(from);
        } catch (IllegalArgumentException noOrigin) {
            return false;
        }
    }

    private static int port(HostAndPort authority, String scheme) {
        return authority.port() > 0 ? authority.port() : standardPort(scheme);
    }

    private static int port(URI origin) {
        return origin.getPort() > 0 ? origin.getPort() : standardPort(origin.getScheme());
    }

    private static int standardPort(String scheme) {
        return "https".equals(scheme) ? 443 : 80;
    }
}
