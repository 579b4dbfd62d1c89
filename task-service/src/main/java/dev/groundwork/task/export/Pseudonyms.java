package dev.groundwork.task.export;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Names for workers that hold within one job, and that nobody without its secret can match with another's or with an id. */
final class Pseudonyms {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 8;

    private final Mac mac;

    Pseudonyms(byte[] secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }

    String of(UUID workerId) {
        byte[] sum = mac.doFinal(workerId.toString().getBytes(StandardCharsets.US_ASCII));
        return "w-" + HexFormat.of().formatHex(sum, 0, BYTES);
    }
}
