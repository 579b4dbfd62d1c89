package dev.groundwork.bench;

import java.net.URI;

/**
 * A marketplace to measure: throw-away, but durable as in earnest.
 *
 * @param taskPid process of the task-service
 */
record Stand(
        URI gateway,
        URI identity,
        int gatewayPort,
        int taskPort,
        long taskPid,
        Database task,
        Database payment,
        String kafka) {}
