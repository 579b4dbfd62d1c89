package dev.groundwork.task.control;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Lots drawn for a worker's slots: each follows from the job's secret, the worker and the number of the draw, so that it is the
 * same wherever it is drawn, and that nobody without the secret can tell the next from all before it.
 */
public final class Lots {

    private static final String ALGORITHM = "HmacSHA256";
    private static final double UNIT = 0x1.0p-53;
    private static final int UNUSED_BITS = 11;

    private final SecretKeySpec key;

    /** @param secret of the job */
    public Lots(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
    }

    /** {@return a number from 0 up to 1, all equally likely} */
    public double draw(UUID workerId, long number) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            var sum = mac.doFinal(ByteBuffer.allocate(3 * Long.BYTES)
                    .putLong(workerId.getMostSignificantBits())
                    .putLong(workerId.getLeastSignificantBits())
                    .putLong(number)
                    .array());
            return (ByteBuffer.wrap(sum).getLong() >>> UNUSED_BITS) * UNIT;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, impossible);
        }
    }
}
