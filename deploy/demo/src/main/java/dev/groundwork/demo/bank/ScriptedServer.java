package dev.groundwork.demo.bank;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;

/**
 * A provider's API on a port of this machine that does what it is told to: the next faults are given by a script, here or over
 * HTTP ({@code POST /control/script}, names with commas between), for tests that live in another class loader.
 *
 * @param <F> what may go wrong with a request
 */
public abstract class ScriptedServer<F extends Enum<F>> implements AutoCloseable {

    protected static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Deque<F> script = new ArrayDeque<>();
    private final F none;
    private boolean closed;

    /** At a port that is free. */
    protected ScriptedServer(F none) {
        this(none, 0);
    }

    /**
     * @param none what the next request meets when the script has ended
     * @param port 0 for one that is free
     */
    protected ScriptedServer(F none, int port) {
        this.none = none;
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("no server can listen at port " + port, e);
        }
        server.setExecutor(threads);
        serve("/control/script", exchange -> {
            for (String fault : body(exchange).split(",", -1)) {
                script(Enum.valueOf(none.getDeclaringClass(), fault));
            }
            answer(exchange, 200, Map.of());
        });
    }

    protected final void serve(String path, HttpHandler handler) {
        server.createContext(path, handler);
    }

    protected final void listen() {
        server.start();
    }

    public final String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    @SafeVarargs
    public final synchronized void script(F... faults) {
        for (F fault : faults) {
            script.add(fault);
        }
    }

    protected final synchronized F nextFault() {
        return script.isEmpty() ? none : script.remove();
    }

    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        server.stop(0);
        threads.shutdownNow();
    }

    protected static void answer(HttpExchange exchange, int status, Map<String, ?> body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    protected static String body(HttpExchange exchange) throws IOException {
        return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    }
}
