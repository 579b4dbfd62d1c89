package dev.groundwork.gateway.content;

import java.util.List;

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
            "autoplay",
            "camera",
            "clipboard-read",
            "clipboard-write",
            "display-capture",
            "encrypted-media",
            "fullscreen",
            "geolocation",
            "gyroscope",
            "hid",
            "idle-detection",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "picture-in-picture",
            "publickey-credentials-get",
            "screen-wake-lock",
            "serial",
            "storage-access",
            "usb",
            "web-share",
            "xr-spatial-tracking");

    private final String page;
    private final String features = String.join("=(), ", FEATURES) + "=()";

    ContentPolicy(ContentConfig config) {
        String media =
                String.join(" ", config.mediaSources().orElseGet(() -> List.of(config.appOrigin() + "/v1/media/")));
        this.page = "sandbox allow-scripts allow-forms; default-src 'none'; script-src " + config.origin()
                + ContentServer.FRAME + " 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob: " + media
                + "; media-src data: blob: " + media + "; font-src data:; connect-src 'none'; worker-src 'none'; "
                + "frame-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; webrtc 'block'; "
                + "frame-ancestors " + config.appOrigin();
    }

    /** {@return the policy of a page} */
    String page() {
        return page;
    }

    /** Sets what goes with a page. */
    void setOn(MultiMap headers) {
        headers.set(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8");
        headers.set("Content-Security-Policy", page);
        headers.set("Permissions-Policy", features);
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Origin-Agent-Cluster", "?1");
        // A name that is looked up tells its holder something, and a policy does not see it.
        headers.set("X-DNS-Prefetch-Control", "off");
    }
}
