package dev.groundwork.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;

import dev.groundwork.bench.Bench;
import dev.groundwork.local.FreePorts;
import dev.groundwork.local.Marketplace;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One marketplace for all tests of a run, started by the first that asks for it and stopped after the last. */
final class SharedMarketplace implements ParameterResolver {

    /** Where a test that plays Stripe is asked to be it. */
    static final int STRIPE_PORT = FreePorts.one();

    /** Those that have clocks of their own to keep; the gateway's sessions live by the time of the tokens. */
    private static final List<String> WITH_CLOCKS = List.of("task-service", "worker-service", "payment-service");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        var type = parameter.getParameter().getType();
        return type == Marketplace.class || type == MarketTime.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == MarketTime.class ? time(context) : marketplace(context);
    }

    private static Marketplace marketplace(ExtensionContext context) {
        // The root's store outlives every test class, and closes what it holds.
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Marketplace.class, type -> started(time(context)), Marketplace.class);
    }

    private static MarketTime time(ExtensionContext context) {
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(MarketTime.class, type -> unmoved(), MarketTime.class);
    }

    private static MarketTime unmoved() {
        try {
            var folder = Files.createTempDirectory("groundwork-time-");
            folder.toFile().deleteOnExit();
            return new MarketTime(folder.resolve("offset"));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static Marketplace started(MarketTime time) {
        try {
            var builder = Marketplace.builder()
                    // Tests that are about pilots ask for one in the terms of their job.
                    .with("task-service", "GROUNDWORK_PILOT_WORKERS", "0")
                    .with("worker-service", "GROUNDWORK_WORKER_REQUESTER_LIST_EVERY", "5s")
                    .with("payment-service", "GROUNDWORK_PAYMENT_PAYOUT_VAULT_KEY", Bench.VAULT_KEY)
                    .with("payment-service", "GROUNDWORK_PAYMENT_SEALS_EVERY", "2s")
                    .with("payment-service", "GROUNDWORK_PAYMENT_RAIL_STRIPE_SECRET_KEY", "sk_test_demo")
                    .with("payment-service", "GROUNDWORK_PAYMENT_RAIL_STRIPE_WEBHOOK_SECRET", "whsec_demo")
                    .with(
                            "payment-service",
                            "GROUNDWORK_PAYMENT_RAIL_STRIPE_API_BASE",
                            "http://localhost:" + STRIPE_PORT);
            WITH_CLOCKS.forEach(service -> builder.with(
                    service, "GROUNDWORK_CLOCK_OFFSET_FILE", time.file().toString()));
            return builder.start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
