package dev.groundwork.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The payment-service's books as an auditor sees them. */
final class Books {

    private final Stand stand;

    Books(Stand stand) {
        this.stand = stand;
    }

    /** @param turn seconds until the sealing began */
    record Sealing(double turn, double seconds) {}

    /** Returns when everything that is posted now is sealed. */
    Sealing sealed() {
        long last = stand.payment().number("select last_value from posting_seq");
        long before = sealedUpTo();
        long waited = System.nanoTime();
        // The time up to the next turn of the job is not its work, nor is the moment until older transactions are over.
        Pause.until("the sealing begins", Duration.ofMinutes(5), () -> before >= last || sealedUpTo() > before);
        long started = System.nanoTime();
        Pause.until("the books are sealed", Duration.ofMinutes(30), () -> sealedUpTo() >= last);
        return new Sealing((started - waited) / 1e9, (System.nanoTime() - started) / 1e9);
    }

    private long sealedUpTo() {
        return stand.payment().number("select coalesce(max(to_seq), 0) from seal");
    }

    /** {@return the report of an audit that found nothing wrong} */
    JsonNode audited() throws IOException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create("http://localhost:%d/v1/audit".formatted(stand.paymentPort())))
                    .header("Authorization", "Bearer " + stand.operatorToken().get())
                    .timeout(Duration.ofHours(1))
                    .build();
            var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the audit was refused: " + answer.body());
            }
            var report = new ObjectMapper().readTree(answer.body());
            if (!report.path("ok").asBoolean()) {
                throw new IllegalStateException("the books are wrong: " + report.path("invariants"));
            }
            return report;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IOException("stopped", stopped);
        }
    }
}
