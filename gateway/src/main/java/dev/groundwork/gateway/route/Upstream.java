package dev.groundwork.gateway.route;

import java.util.Locale;

/** A service behind the gateway. */
public enum Upstream {
    TASK,
    WORKER,
    PAYMENT;

    /** {@return the service's name, as its process and its logs are called} */
    public String serviceName() {
        return name().toLowerCase(Locale.ROOT) + "-service";
    }
}
