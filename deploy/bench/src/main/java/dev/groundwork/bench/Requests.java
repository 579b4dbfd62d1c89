package dev.groundwork.bench;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** HTTP/1.1 requests to a port of this machine, as bytes that can be sent again and again. */
record Requests(int port) {

    byte[] post(String path, String token, String json) {
        return post(path, token, "", json);
    }

    /** As {@link #post(String, String, String)}, with the key under which the request may be repeated. */
    byte[] postOnce(String path, String token, String key, String json) {
        return post(path, token, "Idempotency-Key: " + key + "\r\n", json);
    }

    // Joined, not formatted: a load generator shares its two cores with what it measures.
    private byte[] post(String path, String token, String headers, String json) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var type = body.length == 0 ? "" : "Content-Type: application/json\r\n";
        var head = ("POST " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\nAuthorization: Bearer " + token
                        + "\r\n" + headers + type + "Content-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        var request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
