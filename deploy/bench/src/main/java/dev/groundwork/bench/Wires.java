package dev.groundwork.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The connections of many callers, each kept alive and waiting for its answer, all served by one thread: as pgbench does it. The
 * load generator shares its two cores with what it measures, and waking a thread for each answer costs more than the answer.
 */
final class Wires {

    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);

    private Wires() {}

    /** What one caller asks for, one request after the other. */
    interface Caller {

        /**
         * {@return the next request as {@link Requests} makes them; null when this caller is done}
         *
         * @param last the answer to the request before; null at first
         */
        byte @Nullable [] next(@Nullable Answer last);
    }

    /** Connects everybody, then lets all begin; returns when all are done. */
    static void run(int port, List<? extends Caller> callers) throws IOException {
        var lines = new ArrayList<Line>(callers.size());
        try (var selector = Selector.open()) {
            for (var caller : callers) {
                lines.add(new Line(caller, port, selector));
            }
            int busy = 0;
            for (var line : lines) {
                busy += line.begin() ? 1 : 0;
            }
            while (busy > 0) {
                if (selector.select(LONGEST_ANSWER.toMillis()) == 0) {
                    throw new IOException(busy + " callers got no answer for " + LONGEST_ANSWER.toSeconds() + " s");
                }
                for (var key : selector.selectedKeys()) {
                    busy -= ((Line) key.attachment()).ready() ? 0 : 1;
                }
                selector.selectedKeys().clear();
            }
        } finally {
            for (var line : lines) {
                line.close();
            }
        }
    }

    private static final class Line {

        private final Caller caller;
        private final SocketChannel channel;
        private final SelectionKey key;
        private final AnswerReader answers = new AnswerReader();
        private ByteBuffer request = ByteBuffer.allocate(0);

        Line(Caller caller, int port, Selector selector) throws IOException {
            this.caller = caller;
            this.channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            this.key = channel.register(selector, 0, this);
        }

        /** {@return whether there is something to do} */
        boolean begin() throws IOException {
            return ask(caller.next(null));
        }

        /** {@return whether there is more to do} */
        boolean ready() {
            try {
                if (request.hasRemaining()) {
                    write();
                    return true;
                }
                answers.read(channel);
                var answer = answers.next();
                return answer == null || ask(caller.next(answer));
            } catch (IOException broken) {
                throw new IllegalStateException("a caller's connection broke", broken);
            }
        }

        private boolean ask(byte @Nullable [] next) throws IOException {
            if (next == null) {
                key.cancel();
                return false;
            }
            request = ByteBuffer.wrap(next);
            write();
            return true;
        }

        private void write() throws IOException {
            channel.write(request);
            int wanted = request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
            if (key.interestOps() != wanted) {
                key.interestOps(wanted);
            }
        }

        void close() throws IOException {
            channel.close();
        }
    }
}
