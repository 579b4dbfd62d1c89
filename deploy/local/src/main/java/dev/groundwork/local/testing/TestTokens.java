package dev.groundwork.local.testing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * Access tokens shaped like those of the realm {@code groundwork}, signed by a key that lives as long as the JVM of the
 * tests; a service under {@link TokensTestResource} accepts them.
 */
public final class TestTokens {

    /** Who the tokens say they are from. */
    public static final String ISSUER = "https://identity.test/realms/groundwork";

    /** Test frameworks load classes again and again; the key is one for the whole JVM. */
    private static final String PUBLIC_KEY_PROPERTY = "groundwork.test.tokens.public-key";

    private static final String PRIVATE_KEY_PROPERTY = "groundwork.test.tokens.private-key";

    private static final Duration LIFE = Duration.ofMinutes(15);

    private static final ObjectMapper JSON = new ObjectMapper();

    private TestTokens() {}

    /** An owner of the requesting organisation. */
    public static String requester(UUID requesterId) {
        return signed(personOf(requesterId, "owner"));
    }

    /** Somebody who may look at the requesting organisation's things and change none of them. */
    public static String requesterViewer(UUID requesterId) {
        return signed(personOf(requesterId, "viewer"));
    }

    /** An editor of the requesting organisation, who may do all but govern it. */
    public static String requesterEditor(UUID requesterId) {
        return signed(personOf(requesterId, "editor"));
    }

    /** A worker; the worker's id is the subject. */
    public static String worker(UUID workerId) {
        return withRoles(workerId, "worker");
    }

    /** An adjudicator who also works for a requesting organisation. */
    public static String adjudicatorOf(UUID requesterId) {
        var claims = personOf(requesterId, "editor");
        claims.put("realm_access", Map.of("roles", List.of("requester", "adjudicator")));
        return signed(claims);
    }

    /** An operator who is also of an organisation. */
    public static String operatorOf(UUID requesterId) {
        var claims = personOf(requesterId, "editor");
        claims.put("realm_access", Map.of("roles", List.of("requester", "operator")));
        return signed(claims);
    }

    /** Somebody with any roles of the realm. */
    public static String withRoles(UUID subject, String... roles) {
        return signed(claims(subject, List.of(roles)));
    }

    /** A token of a worker and requester with this id that was good until an hour ago. */
    public static String expired(UUID id) {
        var claims = everything(id);
        claims.put("iat", Instant.now().minus(Duration.ofHours(2)).getEpochSecond());
        claims.put("exp", Instant.now().minus(Duration.ofHours(1)).getEpochSecond());
        return signed(claims);
    }

    /** A token of a worker and requester with this id that is good for so long, in whole seconds. */
    public static String lasting(UUID id, Duration life) {
        var claims = everything(id);
        claims.put("exp", Instant.now().plus(life).getEpochSecond());
        return signed(claims);
    }

    /** A token that says all the right things, signed by somebody else's key. */
    public static String forged(UUID id) {
        try {
            return compact(everything(id), newPair().getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What services verify the tokens with: X.509, base64, without PEM's lines. */
    public static String publicKey() {
        makeKey();
        return System.getProperty(PUBLIC_KEY_PROPERTY);
    }

    private static Map<String, Object> personOf(UUID requesterId, String requesterRole) {
        // One subject to an organisation and role, so that a test meets the same person twice.
        var subject = UUID.nameUUIDFromBytes((requesterId + requesterRole).getBytes(StandardCharsets.UTF_8));
        var claims = claims(subject, List.of("requester"));
        claims.put("requester_id", requesterId.toString());
        claims.put("requester_role", requesterRole);
        return claims;
    }

    private static Map<String, Object> everything(UUID id) {
        var claims = claims(id, List.of("worker", "requester"));
        claims.put("requester_id", id.toString());
        claims.put("requester_role", "owner");
        return claims;
    }

    private static Map<String, Object> claims(UUID subject, List<String> roles) {
        var now = Instant.now();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", ISSUER);
        claims.put("sub", subject.toString());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", now.plus(LIFE).getEpochSecond());
        claims.put("jti", UUID.randomUUID().toString());
        claims.put("typ", "Bearer");
        claims.put("azp", "groundwork-cli");
        claims.put("preferred_username", "test-" + subject);
        claims.put("realm_access", Map.of("roles", roles));
        return claims;
    }

    private static String signed(Map<String, Object> claims) {
        makeKey();
        try {
            var encoded = Base64.getDecoder().decode(System.getProperty(PRIVATE_KEY_PROPERTY));
            return compact(claims, KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String compact(Map<String, Object> claims, PrivateKey key) throws GeneralSecurityException {
        var url = Base64.getUrlEncoder().withoutPadding();
        try {
            var header = JSON.writeValueAsBytes(Map.of("alg", "RS256", "typ", "JWT"));
            var content = url.encodeToString(header) + "." + url.encodeToString(JSON.writeValueAsBytes(claims));
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + url.encodeToString(signature.sign());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void makeKey() {
        synchronized (System.getProperties()) {
            if (System.getProperty(PRIVATE_KEY_PROPERTY) != null) {
                return;
            }
            try {
                var pair = newPair();
                var plain = Base64.getEncoder();
                System.setProperty(
                        PUBLIC_KEY_PROPERTY,
                        plain.encodeToString(pair.getPublic().getEncoded()));
                System.setProperty(
                        PRIVATE_KEY_PROPERTY,
                        plain.encodeToString(pair.getPrivate().getEncoded()));
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static KeyPair newPair() throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        return generator.generateKeyPair();
    }
}
