package dev.groundwork.gateway.content;

import java.net.URI;
import java.util.List;
import java.util.Optional;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * The site that pages of tasks come from. It must not be the client's: for a browser {@code 127.0.0.1} and {@code localhost} are two,
 * and so are two registrable domains; two ports or two subdomains are not.
 */
@ConfigMapping(prefix = "groundwork.content")
public interface ContentConfig {

    /** The port that this process serves them on. */
    @WithDefault("8088")
    int port();

    /** Where browsers find that port: scheme, host and, unless usual, port. */
    @WithDefault("http://127.0.0.1:8088")
    URI url();

    /** Where browsers find the client: nobody else may show a task in a frame, and its media are the only ones. */
    @WithDefault("http://localhost:8080")
    URI appUrl();

    /** Where media come from when not from below {@code /v1/media} of the client's site: sources of a content security policy. */
    Optional<List<String>> mediaSources();

    /** @throws IllegalArgumentException when pages would come from the address of the client itself, with all that its sessions may do */
    default void requireApart() {
        if (url().getHost() != null
                && url().getHost().equalsIgnoreCase(appUrl().getHost())
                && portOf(url()) == portOf(appUrl())) {
            throw new IllegalArgumentException("groundwork.content.url (" + url() + ") is the address of the client,"
                    + " groundwork.content.app-url (" + appUrl()
                    + "): give the pages of tasks a registrable domain of their own");
        }
    }

    private static int portOf(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equals(url.getScheme()) ? 443 : 80;
    }

    /** {@return the origin that pages come from, as policies name it} */
    default String origin() {
        return originOf(url());
    }

    /** {@return the origin of the client} */
    default String appOrigin() {
        return originOf(appUrl());
    }

    /** {@return the origin of a URL} @throws IllegalArgumentException when it is none of http or https */
    static String originOf(URI url) {
        boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!web || url.getRawAuthority() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "groundwork.content.url and app-url must be addresses such as https://tasks.example, not " + url);
        }
        return url.getScheme() + "://" + url.getRawAuthority();
    }
}
