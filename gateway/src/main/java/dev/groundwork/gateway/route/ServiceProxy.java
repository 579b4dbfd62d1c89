package dev.groundwork.gateway.route;

import java.net.URI;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.IntConsumer;

import jakarta.inject.Singleton;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests on to the services.
 *
 * <p>Every event loop has a client and so connections of its own: a request is read, passed on and answered by one
 * thread, with no hand-over and no shared pool to contend for.
 */
@Singleton
class ServiceProxy {

    private static final int LONGEST_HEADERS = 64 * 1024;

    private final Vertx vertx;
    private final RouteConfig.Proxy settings;
    private final Map<Upstream, Endpoint> endpoints = new EnumMap<>(Upstream.class);
    private final ThreadLocal<HttpClient> clients = ThreadLocal.withInitial(this::newClient);

    ServiceProxy(Vertx vertx, RouteConfig config, MeterRegistry metrics) {
        this.vertx = vertx;
        this.settings = config.proxy();
        for (var service : Upstream.values()) {
            endpoints.put(service, Endpoint.of(service, config.urlOf(service), metrics));
        }
    }

    /**
     * Passes a request on and its answer back. To be called on the request's event loop, before anything has read
     * its body.
     *
     * @param path the normalised path; what the service sees is what was looked up in the table
     * @param bearer value of the Authorization header to send instead of the caller's, null to leave that
     * @param onStatus hears the status of the service's answer, where there is one
     */
    void forward(
            RoutingContext ctx,
            Upstream service,
            String path,
            String requestId,
            @Nullable String bearer,
            IntConsumer onStatus) {
        var endpoint = endpoints.get(service);
        if (endpoint == null) {
            throw new IllegalStateException("no endpoint of " + service);
        }
        var query = ctx.request().query();
        var uri = query == null ? path : path + "?" + query;
        new Exchange(vertx, clients.get(), settings, endpoint, ctx, uri, requestId, bearer, onStatus).start();
    }

    private HttpClient newClient() {
        var options = new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAliveTimeout(60)
                .setMaxHeaderSize(LONGEST_HEADERS)
                .setMaxInitialLineLength(LONGEST_HEADERS)
                .setDecompressionSupported(false);
        var pool = new PoolOptions()
                .setHttp1MaxSize(settings.connectionsPerLoop())
                .setMaxWaitQueueSize(settings.connectionsPerLoop());
        return vertx.createHttpClient(options, pool);
    }

    /** A service's address, and how its answers are counted. */
    record Endpoint(String serviceName, String host, int port, boolean tls, ProxyMetrics metrics) {

        static Endpoint of(Upstream service, URI url, MeterRegistry metrics) {
            boolean tls = "https".equals(url.getScheme());
            if ((!tls && !"http".equals(url.getScheme())) || url.getHost() == null) {
                throw new IllegalArgumentException(
                        "groundwork." + service.name().toLowerCase(java.util.Locale.ROOT)
                                + "-url must be an http or https URL" + " such as http://localhost:8081, not " + url);
            }
            int port = url.getPort() >= 0 ? url.getPort() : tls ? 443 : 80;
            return new Endpoint(
                    service.serviceName(), url.getHost(), port, tls, new ProxyMetrics(service.serviceName(), metrics));
        }
    }
}
