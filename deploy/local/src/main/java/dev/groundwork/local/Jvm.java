package dev.groundwork.local;

import java.nio.file.Path;

/** The Java that runs us and everything we start. */
final class Jvm {

    private Jvm() {}

    static String executable() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
