package dev.groundwork.demo;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

import dev.groundwork.demo.client.Notices;

import org.jspecify.annotations.Nullable;

/** Says what happens: one line that moves on a terminal, a plain line now and then anywhere else. */
final class Terminal implements Notices, AutoCloseable {

    private static final long LIVE_MILLIS = 200;
    private static final long PLAIN_MILLIS = 3_000;

    private final PrintStream out;
    private final boolean live;
    private final Thread ticker;
    private @Nullable Supplier<String> moving;
    private String shown = "";

    Terminal(PrintStream out, boolean live) {
        this.out = out;
        this.live = live;
        this.ticker = Thread.ofVirtual().name("terminal").start(this::tick);
    }

    /** {@return whether standard output is a terminal that can rewrite its line} */
    static boolean isLive() {
        if ("dumb".equals(System.getenv("TERM")) || System.getenv("TERM") == null) {
            return false;
        }
        try {
            var target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }

    @Override
    public synchronized void say(String line) {
        erase();
        out.println(line);
        out.flush();
    }

    /** Shows a line that changes until {@link #still()}. */
    synchronized void moving(Supplier<String> line) {
        moving = line;
        show();
    }

    /** Leaves the moving line behind in its last state. */
    synchronized void still() {
        var line = moving;
        moving = null;
        if (line != null) {
            erase();
            out.println(line.get());
            out.flush();
        }
        shown = "";
    }

    @Override
    public void close() {
        ticker.interrupt();
        still();
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(live ? LIVE_MILLIS : PLAIN_MILLIS);
                show();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void show() {
        var line = moving;
        if (line == null) {
            return;
        }
        var text = line.get();
        if (text.equals(shown)) {
            return;
        }
        if (live) {
            erase();
            out.print(text);
        } else {
            out.println(text);
        }
        out.flush();
        shown = text;
    }

    private void erase() {
        if (live) {
            out.print("\r\u001b[2K");
            shown = "";
        }
    }
}
