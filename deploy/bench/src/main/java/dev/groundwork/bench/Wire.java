package dev.groundwork.bench;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** One kept-alive HTTP/1.1 connection with nothing in it that a measurement does not need; for one thread, which waits for each answer. */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final AnswerReader answers = new AnswerReader();

    Wire(int port) throws IOException {
        this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
    }

    Answer send(byte[] request) throws IOException {
        out.write(request);
        out.flush();
        while (true) {
            var answer = answers.next();
            if (answer != null) {
                return answer;
            }
            answers.read(in);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException gone) {
            throw new IllegalStateException("cannot close a socket", gone);
        }
    }
}
