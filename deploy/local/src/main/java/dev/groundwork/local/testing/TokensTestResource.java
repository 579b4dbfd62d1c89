package dev.groundwork.local.testing;

import java.util.Map;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;

/** Lets a service under test verify the tokens of {@link TestTokens} by their key, without any identity server. */
public class TokensTestResource implements QuarkusTestResourceLifecycleManager {

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.oidc.auth-server-url",
                "",
                "quarkus.oidc.application-type",
                "service",
                "quarkus.oidc.public-key",
                TestTokens.publicKey(),
                "quarkus.oidc.token.issuer",
                TestTokens.ISSUER);
    }

    @Override
    public void stop() {}
}
