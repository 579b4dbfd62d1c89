package dev.groundwork.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of this machine that nobody listens on at the moment of asking. */
public final class FreePorts {

    /**
     * Below the ports that Linux (32768) and macOS (49152) hand to outgoing connections: a port from there may be
     * taken by some client between the asking and the listening.
     */
    private static final int LOWEST = 20_000;

    private static final int HIGHEST = 32_000;

    private FreePorts() {}

    /** One free port. */
    public static int one() {
        return row(1);
    }

    /** The first of {@code count} neighbouring free ports. */
    public static int row(int count) {
        for (int attempt = 0; attempt < 200; attempt++) {
            int first = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST - count);
            if (allFree(first, count)) {
                return first;
            }
        }
        throw new IllegalStateException("No " + count + " neighbouring free ports between " + LOWEST + " and " + HIGHEST
                + ": too many programs listen on this machine");
    }

    /** Whether a server could listen on the port of the loopback interface now. */
    public static boolean isFree(int port) {
        return allFree(port, 1);
    }

    private static boolean allFree(int first, int count) {
        for (int port = first; port < first + count; port++) {
            try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                if (!socket.isBound()) {
                    return false;
                }
            } catch (IOException taken) {
                return false;
            }
        }
        return true;
    }
}
