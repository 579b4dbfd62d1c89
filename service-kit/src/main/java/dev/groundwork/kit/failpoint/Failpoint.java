package dev.groundwork.kit.failpoint;

import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Lets the process die as by {@code kill -9} at a named place: {@code -Dgroundwork.failpoint=<name>:<hit>}, where hit 1 is
 * the first time that the place is reached. Without the property a failpoint does nothing.
 */
public final class Failpoint {

    public static final String PROPERTY = "groundwork.failpoint";

    private static final @Nullable Armed ARMED = Armed.of(System.getProperty(PROPERTY));

    private Failpoint() {}

    public static void hit(String name) {
        if (ARMED != null && ARMED.isNow(name)) {
            // Not exit(): no shutdown hook may tidy up what a crash would leave behind.
            Runtime.getRuntime().halt(137);
        }
    }

    private record Armed(String name, AtomicInteger left) {

        static @Nullable Armed of(@Nullable String setting) {
            if (setting == null || setting.isBlank()) {
                return null;
            }
            int colon = setting.lastIndexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(
                        PROPERTY + " must be <name>:<hit>, such as outbox.after-send-before-delete:3, not " + setting);
            }
            return new Armed(
                    setting.substring(0, colon), new AtomicInteger(Integer.parseInt(setting.substring(colon + 1))));
        }

        boolean isNow(String reached) {
            return name.equals(reached) && left.decrementAndGet() == 0;
        }
    }
}
