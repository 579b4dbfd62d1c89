package dev.groundwork.gateway.content;

import java.net.URI;
import java.util.List;
import java.util.Locale;
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

    /**
     * Which names make two sites cannot be told from the names alone; that these do not, can.
     *
     * @throws IllegalArgumentException when pages would come from the site of the client, where they are within reach of what it keeps
     */
    default void requireApart() {
        String pages = hostOf(url());
        String client = hostOf(appUrl());
        if (pages.equals(client) || pages.endsWith("." + client) || client.endsWith("." + pages)) {
            throw new IllegalArgumentException("groundwork.content.url (" + url() + ") is of the client's site,"
                    + " groundwork.content.app-url (" + appUrl()
                    + "), whatever its port: give the pages of tasks a registrable domain of their own");
        }
    }

    /** {@return the address that requests for pages name: host and, unless usual, port} */
    default String authority() {
        return authorityOf(url());
    }

    /** {@return the origin that pages come from, as policies name it} */
    default String origin() {
        return originOf(url());
    }

    /** {@return the origin of the client} */
    default String appOrigin() {
        return originOf(appUrl());
    }

    /** {@return the origin of a URL, as browsers write it} @throws IllegalArgumentException when it is none of http or https */
    static String originOf(URI url) {
        return schemeOf(url) + "://" + authorityOf(url);
    }

    private static String authorityOf(URI url) {
        boolean usual = url.getPort() < 0 || url.getPort() == ("https".equals(schemeOf(url)) ? 443 : 80);
        return hostOf(url) + (usual ? "" : ":" + url.getPort());
    }

    private static String schemeOf(URI url) {
        return url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
    }

    private static String hostOf(URI url) {
        boolean web = "http".equals(schemeOf(url)) || "https".equals(schemeOf(url));
        if (!web || url.getHost() == null || url.getRawUserInfo() != null) {
            throw new IllegalArgumentException(
                    "groundwork.content.url and app-url must be addresses such as https://tasks.example, not " + url);
        }
        return url.getHost().toLowerCase(Locale.ROOT);
    }
}
