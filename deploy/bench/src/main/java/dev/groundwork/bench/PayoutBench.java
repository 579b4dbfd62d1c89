package dev.groundwork.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/**
 * A payout batch of very many workers, from what they earned to the files for the bank, against the bare SQL that selects and
 * sums the same earnings. The workers and what they earned are written into the database as the service would have left them.
 */
final class PayoutBench {

    static final String NAME = "payout";

    private static final double MOST_OF_BARE = 5;
    private static final double MOST_HEAP_MEBI = 512;
    private static final Duration LONGEST = Duration.ofMinutes(60);

    private static final String ACCOUNTS = """
            from account a
                     join account_balance b on b.account_id = a.id
                     join payout_method m on m.worker_id = a.owner_id and m.replaced_at is null and m.rail = 'SEPA'
                and m.state = 'ACTIVE'
            where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and a.currency = 'EUR'
              and b.credits_posted - b.debits_posted - b.debits_pending >= 1
              and not exists (select from payout p where p.account_id = a.id and p.open)""";

    private static final String BALANCES =
            "select count(*), sum(b.credits_posted - b.debits_posted - b.debits_pending) " + ACCOUNTS;

    private static final String EARNINGS = """
            select count(*), sum(earned)
            from (select t.credit_account, sum(t.amount) as earned from transfer t group by t.credit_account) t
                     join account a on a.id = t.credit_account
                     join payout_method m on m.worker_id = a.owner_id and m.replaced_at is null and m.rail = 'SEPA'
            where a.owner_type = 'WORKER' and a.purpose = 'PAYABLE' and a.currency = 'EUR'""";

    private final Market market;
    private final Effort effort;
    private final HttpClient http = HttpClient.newHttpClient();
    private final ObjectMapper json = new ObjectMapper();

    PayoutBench(Market market, Effort effort) {
        this.market = market;
        this.effort = effort;
    }

    /** What the batch was, and the seconds after which each of its steps was done. */
    private record Paid(String id, long count, int files, double collected, double frozen, double released) {}

    List<Figure> run() throws IOException {
        var payment = market.stand().payment();
        var books = new Books(market.stand());
        EarnedMoney.fill(payment, effort.transfers(), effort.bulk());
        books.sealed();
        new PayoutAccounts(payment).name(effort.bulk());
        long workers = payment.number("select count(*) " + ACCOUNTS);
        long transfers = payment.number("select count(*) from transfer");
        double earnings = median(() -> payment.number(EARNINGS), workers);
        double balances = median(() -> payment.number(BALANCES), workers);
        double heap = ProcessMemory.heapLimit(market.stand().paymentPid()) / 1024.0 / 1024;
        Paid paid;
        double highest;
        try (var memory = new ProcessMemory.Peak(market.stand().paymentPid())) {
            paid = pay();
            highest = memory.highest() / 1024.0 / 1024;
        }
        if (paid.count() < workers) {
            throw new IllegalStateException("the batch pays %,d of %,d workers".formatted(paid.count(), workers));
        }
        long bytes = fetched(paid);
        books.audited();
        return List.of(
                Figure.of(NAME, "bare SQL: earnings summed by worker", earnings, "s")
                        .note("%,d workers, %,d transfers; the median of %d"
                                .formatted(workers, transfers, effort.rounds())),
                Figure.of(NAME, "bare SQL: kept balances summed", balances, "s"),
                Figure.of(NAME, "collected into a draft", paid.collected(), "s")
                        .against(balances, "bare SQL, balances"),
                Figure.of(NAME, "frozen: money reserved", paid.frozen() - paid.collected(), "s")
                        .against(balances, "bare SQL, balances"),
                Figure.of(NAME, "released: money out, files written", paid.released() - paid.frozen(), "s")
                        .against(balances, "bare SQL, balances")
                        .note("%d files of %,d MiB together; every invariant holds after it"
                                .formatted(paid.files(), bytes >> 20)),
                Figure.of(NAME, "all of it, from earnings to files", paid.released(), "s")
                        .atMost(MOST_OF_BARE, earnings, "bare SQL, earnings")
                        .note(
                                "each worker has a payout, and two transfers of their own in the books; up to 63 share a posting;"
                                        + " measured once, for nobody is paid twice"),
                Figure.of(NAME, "heap that payment-service may take", heap, "MiB")
                        .aimBelow(MOST_HEAP_MEBI)
                        .note(
                                "the limit that its JVM was started with and kept; the whole process had %,.0f MiB at its highest"
                                        .formatted(highest)));
    }

    private double median(LongSupplier count, long workers) {
        var rounds = new ArrayList<Double>();
        for (int i = 0; i < effort.rounds(); i++) {
            long started = System.nanoTime();
            long found = count.getAsLong();
            rounds.add(seconds(started));
            if (found < workers) {
                throw new IllegalStateException("bare SQL finds %,d of %,d workers".formatted(found, workers));
            }
        }
        return Rounds.median(rounds, Double::doubleValue);
    }

    private Paid pay() throws IOException {
        long started = System.nanoTime();
        var draft = post(
                "mia",
                "/v1/payout-batches",
                "{\"currency\":\"EUR\",\"rail\":\"SEPA\",\"minimum\":\"0.01\",\"draft\":true}",
                201);
        double collected = seconds(started);
        var id = draft.path("id").asText();
        var path = "/v1/payout-batches/" + id;
        var batch = post("mia", path + "/freeze", "{}", 200);
        double frozen = seconds(started);
        post(
                "carl",
                path + "/release",
                "{\"contentHash\":\"" + batch.path("contentHash").asText() + "\"}",
                200);
        double released = seconds(started);
        int files = json.readTree(send(request("carl", path + "?limit=1").build(), BodyHandlers.ofString())
                        .body())
                .path("files")
                .asInt();
        return new Paid(id, batch.path("payoutCount").asLong(), files, collected, frozen, released);
    }

    /** Fetches every file and counts its transfers; {@return the bytes of all} */
    private long fetched(Paid paid) throws IOException {
        long bytes = 0;
        long transfers = 0;
        for (int part = 1; part <= paid.files(); part++) {
            var file = fetch("/v1/payout-batches/" + paid.id() + "/file?part=" + part);
            bytes += Files.size(file);
            var head = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            transfers += head.split("<CdtTrfTxInf>", -1).length - 1;
        }
        if (transfers != paid.count()) {
            throw new IllegalStateException(
                    "%d files with %,d transfers for %,d payouts".formatted(paid.files(), transfers, paid.count()));
        }
        return bytes;
    }

    private Path fetch(String path) throws IOException {
        var file = market.folder().resolve("payout.xml");
        Files.deleteIfExists(file);
        var answer = send(request("carl", path).build(), BodyHandlers.ofFile(file));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(path + ": " + answer.statusCode());
        }
        return file;
    }

    private JsonNode post(String who, String path, String body, int status) throws IOException {
        var answer = send(
                request(who, path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != status) {
            throw new IllegalStateException(path + ": " + answer.statusCode() + " " + answer.body());
        }
        return json.readTree(answer.body());
    }

    private HttpRequest.Builder request(String who, String path) {
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + market.stand().paymentPort() + path))
                .timeout(LONGEST)
                .header("Authorization", "Bearer " + market.staff(who));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) throws IOException {
        try {
            return http.send(request, handler);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private static double seconds(long started) {
        return (System.nanoTime() - started) / 1e9;
    }
}
