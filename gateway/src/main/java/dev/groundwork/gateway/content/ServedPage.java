package dev.groundwork.gateway.content;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/**
 * A page as it is sent. Compressed once while it is kept and not for each who asks: anybody may ask, and as often as they like.
 *
 * @param tag by which a browser that has the page asks whether it is still the same
 */
record ServedPage(Buffer plain, Buffer compressed, EntityTag tag) {

    /**
     * {@return the page that holds the requester's as data} Our script asks the client for the task, puts that in and lets the
     * page run, so that the page never runs without its task.
     *
     * @param script the path of that script
     */
    static ServedPage of(String html, String script) {
        String data = JsonObject.of("html", html).encode().replace("<", "\\u003c");
        var plain = Buffer.buffer("<!doctype html><html><head><meta charset=\"utf-8\"><title>Task</title></head><body>"
                + "<script type=\"application/json\" id=\"groundwork-page\">" + data + "</script>"
                + "<script type=\"module\" src=\"" + script + "\"></script></body></html>");
        byte[] bytes = plain.getBytes();
        return new ServedPage(plain, gzip(bytes), EntityTag.of(bytes));
    }

    private static Buffer gzip(byte[] bytes) {
        var compressed = new ByteArrayOutputStream(bytes.length / 4);
        try (var gzip = new GZIPOutputStream(compressed)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot be written", impossible);
        }
        return Buffer.buffer(compressed.toByteArray());
    }

    /** {@return what it takes of the memory} */
    int bytes() {
        return plain.length() + compressed.length();
    }

    /** Answers with the page, or that the asker has it. */
    void send(HttpServerRequest request) {
        var response = request.response();
        response.headers().set(HttpHeaders.CACHE_CONTROL, "private, no-cache").set(HttpHeaders.VARY, "accept-encoding");
        if (tag.answered(request)) {
            return;
        }
        boolean zipped = AcceptedCodings.haveGzip(request);
        // Named also where there is none, so that the server does not compress what is not.
        response.putHeader(HttpHeaders.CONTENT_ENCODING, zipped ? "gzip" : "identity")
                .end(zipped ? compressed : plain);
    }
}
