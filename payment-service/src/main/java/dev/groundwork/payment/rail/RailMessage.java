package dev.groundwork.payment.rail;

import java.util.Arrays;
import java.util.Objects;

/**
 * A message as it is kept.
 *
 * @param key its name at the rail, for ever the same
 * @param repeated whether it may have been sent before
 */
@SuppressWarnings("ArrayRecordComponent") // equals and hashCode look into it
public record RailMessage(String key, byte[] bytes, boolean repeated) {

    @Override
    public boolean equals(Object other) {
        return other instanceof RailMessage that
                && key.equals(that.key)
                && repeated == that.repeated
                && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(key, repeated, Arrays.hashCode(bytes));
    }

    @Override
    public String toString() {
        return "RailMessage[key=" + key + ", bytes=" + bytes.length + "]";
    }
}
