package dev.groundwork.gateway.content;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;

/**
 * What the browser lets a page of a task do: run its own scripts and show its own media, and nothing else.
 *
 * <p>The frame says so once more in its {@code sandbox}; here it holds for whoever opens the page in another way, too. No request leaves
 * but for pictures and sounds from our own host, so that nothing of a task or an answer can be told to anybody.
 */
final class ContentPolicy {

    private static final List<String> FEATURES = List.of(
            "accelerometer",
            "attribution-reporting",
            "autoplay",
            "browsing-topics",
            "camera",
            "clipboard-read",
            "clipboard-write",
            "deferred-fetch",
            "deferred-fetch-minimal",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "gamepad",
            "geolocation",
            "gyroscope",
            "hid",
            "identity-credentials-get",
            "idle-detection",
            "join-ad-interest-group",
            "local-network-access",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "private-state-token-issuance",
            "private-state-token-redemption",
            "publickey-credentials-create",
            "publickey-credentials-get",
            "run-ad-auction",
            "screen-wake-lock",
            "serial",
            "shared-storage",
            "storage-access",
            "usb",
            "web-share",
            "window-management",
            "xr-spatial-tracking");

    private final String page;
    /** Where the browser may connect to at all, also before it asks for anything: the list is not yet known to every browser. */
    private final String connections;

    private final String features = String.join("=(), ", FEATURES) + "=()";

    ContentPolicy(ContentConfig config) {
        var media = config.mediaSources().orElseGet(() -> List.of(config.appOrigin() + "/v1/media/"));
        String sources = String.join(" ", media);
        this.page = "sandbox allow-scripts allow-forms; default-src 'none'; script-src " + config.origin()
                + ContentServer.FRAME + " 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob: "
                + config.origin() + ContentServer.OUTSIDE + " " + config.origin() + ContentServer.INSIDE + " " + sources
                + "; media-src data: blob: " + sources
                + "; font-src data:; connect-src 'none'; worker-src 'none'; frame-src 'none'; object-src 'none'; "
                + "base-uri 'none'; form-action 'none'; webrtc 'block'; "
                // Whatever becomes markup goes through the script that begins each page; nothing else may say what is
                // good.
                + "require-trusted-types-for 'script'; trusted-types groundwork default; frame-ancestors "
                + config.appOrigin();
        this.connections = Stream.concat(Stream.of(config.origin() + ContentServer.FRAME), media.stream())
                .map(source -> "\"" + source + (source.endsWith("/") ? "*" : "") + "\"")
                .collect(Collectors.joining(" ", "(", ")"));
    }

    /** {@return the policy of a page} */
    String page() {
        return page;
    }

    /** Sets what goes with a page. */
    void setOn(MultiMap headers) {
        headers.set(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        headers.set("Content-Security-Policy", page);
        headers.set("Connection-Allowlist", connections);
        headers.set("Permissions-Policy", features);
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Origin-Agent-Cluster", "?1");
        // A name that is looked up tells its holder something, and a policy does not see it.
        headers.set("X-DNS-Prefetch-Control", "off");
    }
}
