package dev.groundwork.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;

import dev.groundwork.local.Marketplace;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One marketplace for all tests of a run, started by the first that asks for it and stopped after the last. */
final class SharedMarketplace implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Marketplace.class;
    }

    @Override
    public Marketplace resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // The root's store outlives every test class, and closes what it holds.
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Marketplace.class, type -> started(), Marketplace.class);
    }

    private static Marketplace started() {
        try {
            return Marketplace.builder().start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
