package dev.groundwork.gateway.content;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Names bytes by their SHA-256, for RFC 9110 8.8.3; weak, since they may be sent compressed. */
record EntityTag(String value) {

    private static final int BYTES = 12;
    private static final int NOT_MODIFIED = 304;

    static EntityTag of(byte[] bytes) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            return new EntityTag("W/\"" + HexFormat.of().formatHex(hash, 0, BYTES) + "\"");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Names the answer; {@return whether it is given already, as the asker has these bytes} */
    boolean answered(HttpServerRequest request) {
        request.response().putHeader(HttpHeaders.ETAG, value);
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        if (known == null || !known.contains(value)) {
            return false;
        }
        request.response().setStatusCode(NOT_MODIFIED).end();
        return true;
    }
}
