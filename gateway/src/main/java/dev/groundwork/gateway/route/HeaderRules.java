package dev.groundwork.gateway.route;

import java.util.List;
import java.util.Set;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Which headers pass the door, in either direction. */
final class HeaderRules {

    private static final CharSequence X_FORWARDED_FOR = HttpHeaders.createOptimized("x-forwarded-for");
    private static final CharSequence X_FORWARDED_PROTO = HttpHeaders.createOptimized("x-forwarded-proto");
    private static final CharSequence X_FORWARDED_HOST = HttpHeaders.createOptimized("x-forwarded-host");
    static final CharSequence X_REQUEST_ID = HttpHeaders.createOptimized("x-request-id");

    /** Meant for the next hop only (RFC 9110, 7.6.1). */
    private static final List<CharSequence> HOP_BY_HOP = List.of(
            HttpHeaders.CONNECTION,
            HttpHeaders.KEEP_ALIVE,
            HttpHeaders.PROXY_AUTHENTICATE,
            HttpHeaders.PROXY_AUTHORIZATION,
            HttpHeaders.createOptimized("proxy-connection"),
            HttpHeaders.createOptimized("te"),
            HttpHeaders.createOptimized("trailer"),
            HttpHeaders.TRANSFER_ENCODING,
            HttpHeaders.UPGRADE,
            HttpHeaders.createOptimized("http2-settings"));

    /** What a caller could use to pass for someone else, and what services have no business to see. */
    private static final List<CharSequence> NOT_FROM_OUTSIDE = List.of(
            HttpHeaders.COOKIE,
            HttpHeaders.EXPECT,
            HttpHeaders.createOptimized("forwarded"),
            HttpHeaders.createOptimized("x-real-ip"));

    private static final Set<String> USUAL_CONNECTION = Set.of("keep-alive", "close", "Keep-Alive", "Close");
    private static final String X_FORWARDED = "x-forwarded-";

    private HeaderRules() {}

    /** Copies what may pass inwards and adds who called. */
    static void inward(HttpServerRequest from, MultiMap to, String requestId, @Nullable String bearer) {
        var headers = from.headers();
        to.addAll(headers);
        removeHopByHop(headers, to);
        NOT_FROM_OUTSIDE.forEach(to::remove);
        removeForwarded(headers, to);
        var authority = from.authority();
        if (authority != null) {
            // The services see the address that the caller used, so that the links they make lead back here.
            to.set(HttpHeaders.HOST, authority.toString());
            to.set(X_FORWARDED_HOST, authority.toString());
        }
        to.set(X_FORWARDED_PROTO, from.scheme() == null ? "http" : from.scheme());
        to.set(X_FORWARDED_FOR, from.remoteAddress().hostAddress());
        to.set(X_REQUEST_ID, requestId);
        if (bearer != null) {
            to.set(HttpHeaders.AUTHORIZATION, bearer);
        }
    }

    /** Copies what may pass outwards. */
    static void outward(MultiMap from, MultiMap to) {
        to.addAll(from);
        removeHopByHop(from, to);
    }

    private static void removeHopByHop(MultiMap from, MultiMap to) {
        var connection = from.get(HttpHeaders.CONNECTION);
        if (connection != null && !USUAL_CONNECTION.contains(connection)) {
            for (var name : connection.split(",", -1)) {
                if (!name.isBlank()) {
                    to.remove(name.strip());
                }
            }
        }
        HOP_BY_HOP.forEach(to::remove);
    }

    private static void removeForwarded(MultiMap from, MultiMap to) {
        for (var header : from) {
            if (header.getKey().regionMatches(true, 0, X_FORWARDED, 0, X_FORWARDED.length())) {
                to.remove(header.getKey());
            }
        }
    }
}
