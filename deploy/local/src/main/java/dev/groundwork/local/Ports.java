package dev.groundwork.local;

/**
 * Where the programs of one stack listen: nine neighbouring ports.
 *
 * @param base the first, the gateway's
 */
public record Ports(int base) {

    /** What {@code ./groundwork up} uses when nobody says otherwise. */
    public static final int DEFAULT_BASE = 8080;

    /** How many ports a stack takes. */
    public static final int COUNT = 9;

    /** Refuses a base that leaves no room for the others. */
    public Ports {
        if (base < 1024 || base > 65_535 - COUNT) {
            throw new IllegalArgumentException(
                    "port " + base + " is no base for a stack: choose one from 1024 to " + (65_535 - COUNT));
        }
    }

    public int gateway() {
        return base;
    }

    public int taskService() {
        return base + 1;
    }

    public int workerService() {
        return base + 2;
    }

    public int paymentService() {
        return base + 3;
    }

    public int keycloak() {
        return base + 4;
    }

    public int postgres() {
        return base + 5;
    }

    public int kafka() {
        return base + 6;
    }

    public int kafkaController() {
        return base + 7;
    }

    /** The gateway's second, for the pages of tasks. */
    public int content() {
        return base + 8;
    }
}
