package dev.groundwork.gateway.route;

import java.net.URI;
import java.time.Duration;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the services are, and how patient the gateway is with them. */
@ConfigMapping(prefix = "groundwork")
public interface RouteConfig {

    /** Address that the services of this machine bind to. */
    @WithDefault("127.0.0.1")
    String host();

    /** Base URL of the task-service: scheme http or https, host and port. */
    @WithDefault("http://localhost:8081")
    URI taskUrl();

    /** Base URL of the worker-service. */
    @WithDefault("http://localhost:8082")
    URI workerUrl();

    /** Base URL of the payment-service. */
    @WithDefault("http://localhost:8083")
    URI paymentUrl();

    Proxy proxy();

    /** {@return the base URL of a service} */
    default URI urlOf(Upstream service) {
        return switch (service) {
            case TASK -> taskUrl();
            case WORKER -> workerUrl();
            case PAYMENT -> paymentUrl();
        };
    }

    /** How requests are passed on. */
    interface Proxy {

        /** How long a service may take to accept a connection. */
        @WithDefault("2S")
        Duration connectTimeout();

        /** How long a service may take to begin its answer once it has the request; an answer itself may last. */
        @WithDefault("60S")
        Duration answerTimeout();

        /** Connections to one service that each event loop may hold; long answers such as event streams keep theirs. */
        @WithDefault("1024")
        int connectionsPerLoop();
    }
}
