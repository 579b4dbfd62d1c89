package dev.groundwork.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

import dev.groundwork.demo.bank.SimulatedStripe;
import dev.groundwork.demo.bank.SimulatedStripe.Fault;
import dev.groundwork.demo.client.Api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

/**
 * Finance's part where Stripe pays: the demo is Stripe, breaks connections before and after it has acted, and says what became of
 * each payout, now and then twice. However that goes, each worker is paid once. It forgets all of it when the demo ends.
 */
final class StripePayday {

    /** What the marketplace has to be told that Stripe signs with. */
    static final String WEBHOOK_SECRET = "whsec_demo";

    private static final int ENOUGH = 10;
    private static final int FEW = 2;
    private static final int OK = 204;

    /** The client of the rail repeats a request twice: the first payout is left unknown, the others are got over. */
    private static final Fault[] WEATHER = {
        Fault.DROPPED_AFTER,
        Fault.DROPPED_AFTER,
        Fault.DROPPED_AFTER,
        Fault.NONE,
        Fault.DROPPED_BEFORE,
        Fault.NONE,
        Fault.DROPPED_AFTER,
        Fault.NONE,
        Fault.BROKEN,
        Fault.NONE,
        Fault.CONFLICT
    };

    private final Api api;
    private final Staff staff;
    private final RunState state;
    private final Terminal terminal;
    private final DemoOptions options;
    private final HttpClient http = HttpClient.newHttpClient();

    StripePayday(Api api, Staff staff, RunState state, Terminal terminal, DemoOptions options) {
        this.api = api;
        this.staff = staff;
        this.state = state;
        this.terminal = terminal;
        this.options = options;
    }

    private record Payout(String worker, String reference, String state, BigDecimal amount) {}

    /** {@return the batch that pays the workers out, as {@link Payday#payOut}; null when nobody had anything to be paid} */
    Payday.@Nullable Paid payOut(List<Worker> workers, int rejects, int returns, Checks checks) {
        var payday = new Payday(api, staff, state, terminal);
        try (var stripe = SimulatedStripe.start(options.stripePort())) {
            stripe.script(WEATHER);
            var id = state.text("batch");
            if (id == null) {
                id = payday.propose("STRIPE");
                if (id == null) {
                    return null;
                }
                state.set("batch", id);
            }
            var path = "/v1/payout-batches/" + id;
            var before = payday.release(path, checks).path("state").asText();
            if (!before.equals("FROZEN")) {
                throw new IllegalStateException(
                        "the batch is " + before
                                + " since an earlier start, whose Stripe is gone with all that it knew: begin a new run with --new");
            }
            var payouts = new AtomicReference<List<Payout>>(List.of());
            boolean sent = Waiting.within(Waiting.LONGEST, () -> {
                payouts.set(payouts(path));
                return payouts.get().stream()
                        .noneMatch(payout -> List.of("RESERVED", "UNKNOWN").contains(payout.state()));
            });
            checks.that(
                    "Stripe has every payout, over connections that break",
                    sent,
                    payouts.get().toString());
            checks.that("connections did break", stripe.faults() > 0, stripe.faults() + " of them");
            checks.same("each payout was made once", (long) payouts.get().size(), stripe.count("payout"));
            checks.same("each transfer was made once", (long) payouts.get().size(), stripe.count("transfer"));
            return end(path, payouts.get(), workers, rejects, returns, checks, stripe);
        }
    }

    private Payday.Paid end(
            String path,
            List<Payout> payouts,
            List<Worker> workers,
            int rejects,
            int returns,
            Checks checks,
            SimulatedStripe stripe) {
        var ids = workers.stream().map(Worker::id).map(UUID::toString).collect(Collectors.toSet());
        var mine =
                payouts.stream().filter(payout -> ids.contains(payout.worker())).toList();
        int usual = mine.size() >= ENOUGH ? FEW : 0;
        var refused = mine.subList(0, Math.min(rejects < 0 ? usual : rejects, mine.size()));
        var left = mine.subList(refused.size(), mine.size());
        var back = left.subList(0, Math.min(returns < 0 ? usual : returns, left.size()));
        var answers = new ArrayList<Integer>();
        for (var payout : payouts) {
            answers.add(say(refused.contains(payout) ? "payout.failed" : "payout.paid", payout));
        }
        for (var payout : back) {
            answers.add(say("payout.failed", payout));
            answers.add(say("payout.failed", payout));
        }
        checks.that(
                "the marketplace takes what Stripe says",
                answers.stream().allMatch(answer -> answer == OK),
                answers.toString());
        checks.same("what failed was fetched back", (long) (refused.size() + back.size()), stripe.count("reversal"));
        var batch = new AtomicReference<JsonNode>(api.get(staff.maker(), path));
        boolean settled = Waiting.within(Duration.ofSeconds(60), () -> {
            batch.set(api.get(staff.maker(), path));
            return batch.get().path("state").asText().equals("SETTLED");
        });
        checks.that("the batch is settled", settled, batch.get().path("state").asText());
        var id = batch.get().path("id").asText();
        var clearing = api.all(staff.checker(), "/v1/accounts?purpose=CLEARING&limit=1000").stream()
                .filter(account -> account.path("ownerId").asText().equals(id))
                .map(account -> Amounts.of(account.path("balance")))
                .toList();
        checks.that(
                "the clearing account of the batch is empty",
                clearing.size() == 1 && clearing.getFirst().signum() == 0,
                clearing.toString());
        terminal.say("Payout: batch %s is %s; Stripe broke %d of its requests"
                .formatted(id, batch.get().path("state").asText(), stripe.faults()));
        return new Payday.Paid(
                id,
                batch.get().path("state").asText(),
                Amounts.of(batch.get().path("total")),
                payouts.size(),
                keep(payouts),
                sum(refused),
                sum(back));
    }

    private List<Payout> payouts(String path) {
        var payouts = new ArrayList<Payout>();
        var cursor = "";
        while (cursor != null) {
            var page = api.get(staff.checker(), path + "?limit=1000" + (cursor.isEmpty() ? "" : "&cursor=" + cursor))
                    .path("payouts");
            page.path("items")
                    .forEach(payout -> payouts.add(new Payout(
                            payout.path("workerId").asText(),
                            payout.path("endToEndId").asText(),
                            payout.path("state").asText(),
                            Amounts.of(payout.path("amount")))));
            cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
        }
        return payouts;
    }

    /** {@return the status of the answer} */
    private int say(String type, Payout payout) {
        var event = SimulatedStripe.event(type, payout.reference(), "account_closed");
        var request = HttpRequest.newBuilder(options.gateway().resolve("/v1/rails/stripe/webhook"))
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .header("Stripe-Signature", SimulatedStripe.signature(event, WEBHOOK_SECRET))
                .POST(BodyPublishers.ofString(event))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException broken) {
            throw new UncheckedIOException("what Stripe says does not reach the marketplace", broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private Path keep(List<Payout> payouts) {
        var file = state.beside(state.run() + "-stripe.json");
        try {
            new ObjectMapper().writeValue(file.toFile(), payouts);
            return file.toRealPath();
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot keep the payouts as " + file, refused);
        }
    }

    private static BigDecimal sum(List<Payout> payouts) {
        return payouts.stream().map(Payout::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
