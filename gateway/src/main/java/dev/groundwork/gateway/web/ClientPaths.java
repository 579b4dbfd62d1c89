package dev.groundwork.gateway.web;

import java.util.List;

/** Which paths are screens of the client, and which are files or the server's own. */
final class ClientPaths {

    static final String ASSETS = "/assets/";

    /** At the root: it may serve no path above its own. */
    static final String SERVICE_WORKER = "/sw.js";

    /** Never a screen, whatever a browser accepts; each with everything below it. */
    private static final List<String> SERVER = List.of("/v1", "/session", "/q", "/docs", "/problems", "/status");

    private ClientPaths() {}

    /** {@return whether nothing but the page is there; as a file it would go without its policy} */
    static boolean isStart(String path) {
        return path.equals("/") || path.equals("/index.html");
    }

    /** @param path normalised: no dot segments, no doubled slashes */
    static boolean isScreen(String path) {
        for (var own : SERVER) {
            if (path.equals(own) || path.startsWith(own + "/")) {
                return false;
            }
        }
        // A name with a dot is a file; ids in paths of screens have none.
        return isStart(path) || path.indexOf('.', path.lastIndexOf('/') + 1) < 0;
    }
}
