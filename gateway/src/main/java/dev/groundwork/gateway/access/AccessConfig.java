package dev.groundwork.gateway.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The gateway's own account at Keycloak. */
@ConfigMapping(prefix = "groundwork")
public interface AccessConfig {

    /** Client with a service account that may manage users and clients of the realm. */
    @WithDefault("groundwork-gateway")
    String adminClientId();

    /** Secret of that client. */
    String adminClientSecret();

    /** How many machine clients one organisation may have at once. */
    @WithDefault("50")
    int machineClientsPerRequester();
}
