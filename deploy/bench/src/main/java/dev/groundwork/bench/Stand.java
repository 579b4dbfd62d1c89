package dev.groundwork.bench;

import java.net.URI;
import java.util.function.Supplier;

/**
 * A marketplace to measure: throw-away, but durable as in earnest.
 *
 * @param taskPid process of the task-service
 * @param paymentPid process of the payment-service
 * @param operatorToken makes a fresh token of an operator
 */
record Stand(
        URI gateway,
        URI identity,
        int gatewayPort,
        int taskPort,
        int paymentPort,
        Supplier<String> operatorToken,
        long taskPid,
        long paymentPid,
        Database task,
        Database payment,
        String kafka) {}
