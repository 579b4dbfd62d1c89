package dev.groundwork.bench;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AnswerReaderTest {

    private static final String SIZED =
            "HTTP/1.1 201 Created\r\ncontent-length: 14\r\ncontent-type: application/json\r\n\r\n{\"id\":\"café\"}";
    private static final String CHUNKED =
            "HTTP/1.1 409 Conflict\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n10\r\n\"0123456789abcd\"\r\n1\r\n}\r\n0\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 64, 4096})
    void readsAnswersHoweverTheirBytesArrive(int atOnce) throws IOException {
        var arriving = new ByteArrayInputStream((SIZED + CHUNKED + EMPTY + SIZED).getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] to, int from, int length) {
                return super.read(to, from, Math.min(length, atOnce));
            }
        };
        assertThat(all(arriving, 4))
                .containsExactly(
                        new Answer(201, "{\"id\":\"café\"}"),
                        new Answer(409, "{\"a\":\"0123456789abcd\"}"),
                        new Answer(204, ""),
                        new Answer(201, "{\"id\":\"café\"}"));
    }

    @Test
    void readsAnswersThatAreLargerThanItsFirstRoom() throws IOException {
        var body = "x".repeat(100_000);
        var answer = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + body;
        assertThat(all(new ByteArrayInputStream((answer + answer).getBytes(StandardCharsets.US_ASCII)), 2))
                .containsExactly(new Answer(200, body), new Answer(200, body));
    }

    @Test
    void tellsThatTheServerHungUp() {
        var half = SIZED.substring(0, SIZED.length() - 4).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> all(new ByteArrayInputStream(half), 1)).isInstanceOf(EOFException.class);
    }

    @Test
    void refusesWhatIsNoHttp() {
        var other = "SSH-2.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> all(new ByteArrayInputStream(other), 1)).hasMessageContaining("no HTTP answer");
    }

    private static List<Answer> all(ByteArrayInputStream arriving, int count) throws IOException {
        var reader = new AnswerReader();
        var answers = new ArrayList<Answer>();
        while (answers.size() < count) {
            var answer = reader.next();
            if (answer == null) {
                reader.read(arriving);
            } else {
                answers.add(answer);
            }
        }
        return answers;
    }
}
