package dev.groundwork.gateway.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a session's cookie unlocks: the place of its row and the key of its tokens, neither of which the database can
 * work out by itself.
 */
final class SessionSeal {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int COOKIE_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final byte[] rowId;
    private final SecretKeySpec key;

    private SessionSeal(byte[] rowId, SecretKeySpec key) {
        this.rowId = rowId;
        this.key = key;
    }

    /** {@return a new cookie value that nobody can guess} */
    static String newCookie() {
        var secret = new byte[COOKIE_BYTES];
        RANDOM.nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    static SessionSeal of(String cookie) {
        return new SessionSeal(hash("row", cookie), new SecretKeySpec(hash("key", cookie), "AES"));
    }

    byte[] rowId() {
        return rowId.clone();
    }

    byte[] seal(byte[] plain) {
        var nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
            var sealed = cipher.doFinal(plain);
            var whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
            return whole;
        } catch (GeneralSecurityException broken) {
            throw new IllegalStateException("every Java platform has AES-GCM", broken);
        }
    }

    /** @throws GeneralSecurityException when this is not what {@link #seal} made with the same cookie */
    byte[] open(byte[] whole) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, whole, 0, NONCE_BYTES));
        return cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
    }

    private static byte[] hash(String purpose, String cookie) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((purpose + ":" + cookie).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException broken) {
            throw new IllegalStateException("every Java platform has SHA-256", broken);
        }
    }
}
