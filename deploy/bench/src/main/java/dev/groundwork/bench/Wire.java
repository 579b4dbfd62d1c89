package dev.groundwork.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One kept-alive HTTP/1.1 connection with nothing in it that a measurement does not need: the load generator shares its
 * two cores with what it measures. For one thread, and for servers of ours: answers have a length or come in chunks.
 */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final String host;
    private byte[] buffer = new byte[16 * 1024];
    private int start;
    private int end;

    /** An answer; the body is valid until the next request. */
    record Answer(int status, String body) {

        /** {@return all text values of that name in the body; enough for ids} */
        List<String> texts(String name) {
            var field = '"' + name + "\":\"";
            var found = new ArrayList<String>();
            for (int at = body.indexOf(field); at >= 0; at = body.indexOf(field, at + field.length())) {
                int from = at + field.length();
                found.add(body.substring(from, body.indexOf('"', from)));
            }
            return found;
        }
    }

    Wire(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.host = "localhost:" + port;
    }

    /** {@return a request that can be sent again and again, as bytes} */
    byte[] post(String path, String token, String json) {
        return post(path, token, "", json);
    }

    /** As {@link #post(String, String, String)}, with the key under which the request may be repeated. */
    byte[] postOnce(String path, String token, String key, String json) {
        return post(path, token, "Idempotency-Key: " + key + "\r\n", json);
    }

    private byte[] post(String path, String token, String headers, String json) {
        var body = json.getBytes(StandardCharsets.UTF_8);
        var type = body.length == 0 ? "" : "Content-Type: application/json\r\n";
        var head = "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n%s%sContent-Length: %d\r\n\r\n"
                .formatted(path, host, token, headers, type, body.length)
                .getBytes(StandardCharsets.US_ASCII);
        var request = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, request, head.length, body.length);
        return request;
    }

    /** {@return a GET as bytes} */
    byte[] get(String path) {
        return "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host).getBytes(StandardCharsets.US_ASCII);
    }

    Answer send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        return read();
    }

    private Answer read() throws IOException {
        var statusLine = line();
        if (statusLine.length() < 12) {
            throw new IOException("no HTTP answer: " + statusLine);
        }
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = 0;
        boolean chunked = false;
        for (var header = line(); !header.isEmpty(); header = line()) {
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            } else if (header.regionMatches(true, 0, "transfer-encoding:", 0, 18)) {
                chunked = true;
            }
        }
        if (!chunked) {
            return new Answer(status, bytes(length));
        }
        var body = new StringBuilder();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.append(bytes(size));
            line();
        }
        line();
        return new Answer(status, body.toString());
    }

    private int chunkSize() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        int from = start;
        while (true) {
            for (int at = from; at < end; at++) {
                if (buffer[at] == '\n') {
                    int length = at - start - (at > start && buffer[at - 1] == '\r' ? 1 : 0);
                    var text = new String(buffer, start, length, StandardCharsets.ISO_8859_1);
                    start = at + 1;
                    return text;
                }
            }
            int read = end - start;
            fill(read + 1);
            from = start + read;
        }
    }

    private String bytes(int length) throws IOException {
        fill(length);
        var text = new String(buffer, start, length, StandardCharsets.UTF_8);
        start += length;
        return text;
    }

    /** Reads until the buffer holds so many bytes from its start. */
    private void fill(int wanted) throws IOException {
        if (end - start >= wanted) {
            return;
        }
        if (start + wanted > buffer.length) {
            var room = wanted > buffer.length ? new byte[wanted * 2] : buffer;
            System.arraycopy(buffer, start, room, 0, end - start);
            end -= start;
            start = 0;
            buffer = room;
        }
        while (end - start < wanted) {
            int read = in.read(buffer, end, buffer.length - end);
            if (read < 0) {
                throw new EOFException("the server closed the connection");
            }
            end += read;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new IllegalStateException("cannot close a socket", gone);
        }
    }
}
