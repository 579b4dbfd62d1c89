package dev.groundwork.gateway.web;

import java.security.SecureRandom;
import java.util.Base64;

/**
 * The one page of the client, with what the browser may do on it.
 *
 * <p>Scripts come from files of this site only. Styles do too, and from elements with the page's own nonce, new with every
 * answer: the component library writes its variables into one. Pictures and sounds of tasks may be on other sites.
 */
record ClientPage(String html) {

    private static final String PLACEHOLDER = "__CSP_NONCE__";

    /** Where the page learns from which site it may show pages of tasks. */
    private static final String CONTENT = "__CONTENT_ORIGIN__";

    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    ClientPage {
        if (!html.contains(PLACEHOLDER)) {
            throw new IllegalArgumentException("the page has no place for a nonce: " + PLACEHOLDER);
        }
    }

    static String newNonce() {
        var bytes = new byte[NONCE_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getEncoder().encodeToString(bytes);
    }

    /** @param content origin of the site that pages of tasks come from */
    String with(String nonce, String content) {
        return html.replace(PLACEHOLDER, nonce).replace(CONTENT, content);
    }

    /** @param content as for {@link #with}; frames show nothing else, and what is in them can go nowhere else */
    static String policy(String nonce, String content) {
        return "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; connect-src 'self'; "
                + "img-src 'self' data: blob: https:; media-src 'self' blob: https:; font-src 'self'; manifest-src 'self'; "
                + "worker-src 'self'; frame-src " + content
                + "; object-src 'none'; base-uri 'none'; form-action 'self'; "
                + "frame-ancestors 'none'";
    }
}
