package dev.groundwork.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.ApiProblem;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Finance's part: one person proposes a batch, another releases it, the file goes out, the bank answers with what it rejects,
 * a statement with what it booked, and another one with what came back.
 */
final class Payday {

    private static final int READERS = 16;

    private final Api api;
    private final Staff staff;
    private final RunState state;
    private final Terminal terminal;

    Payday(Api api, Staff staff, RunState state, Terminal terminal) {
        this.api = api;
        this.staff = staff;
        this.state = state;
        this.terminal = terminal;
    }

    /** What the workers of this run have, all together, by the word of each one's own earnings. */
    record Purse(BigDecimal payable, BigDecimal held, BigDecimal inPayout, BigDecimal paidOut, BigDecimal earned) {

        static final Purse EMPTY =
                new Purse(BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);

        Purse plus(Purse other) {
            return new Purse(
                    payable.add(other.payable),
                    held.add(other.held),
                    inPayout.add(other.inPayout),
                    paidOut.add(other.paidOut),
                    earned.add(other.earned));
        }

        private static Purse of(JsonNode balance) {
            return new Purse(
                    Amounts.in(balance, "payable"),
                    Amounts.in(balance, "held"),
                    Amounts.in(balance, "inPayout"),
                    Amounts.in(balance, "paidOut"),
                    Amounts.in(balance, "earned"));
        }
    }

    /**
     * The batch as it ended, with the file that went to the bank.
     *
     * @param rejected what the bank did not carry out, of this run's workers
     * @param returned what came back from the bank, of this run's workers
     */
    record Paid(
            String batch,
            String state,
            BigDecimal total,
            int payouts,
            Path file,
            BigDecimal rejected,
            BigDecimal returned) {}

    /** {@return each worker's own earnings} */
    Map<Worker, Purse> purses(List<Worker> workers) {
        var purses = new ConcurrentHashMap<Worker, Purse>();
        Parallel.forEach(
                workers,
                READERS,
                worker -> purses.put(
                        worker,
                        Purse.of(Amounts.balance(api.get(worker.session(), "/v1/earnings"), Posting.CURRENCY))));
        return purses;
    }

    /**
     * Pays the workers out.
     *
     * @param rejects how many payouts the bank rejects, and {@code returns} how many come back; below zero: two where there
     *     are ten or more
     * @return the batch that pays them out; null when nobody had anything to be paid
     */
    @Nullable Paid payOut(List<Worker> workers, int rejects, int returns, Checks checks) {
        var known = state.text("batch");
        if (known == null) {
            known = propose("SEPA");
            if (known == null) {
                return null;
            }
            state.set("batch", known);
        }
        var path = "/v1/payout-batches/" + known;
        var released = new AtomicReference<>(release(path, checks));
        Waiting.until("the batch has its file", () -> {
            released.set(api.get(staff.checker(), path));
            return List.of("RELEASED", "SUBMITTED", "ACKNOWLEDGED", "PARTIAL", "SETTLED")
                    .contains(released.get().path("state").asText());
        });
        var bytes = api.bytes(staff.checker(), path + "/file");
        var file = state.beside(state.run() + "-pain.001.xml");
        try {
            Files.write(file, bytes);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot keep the file of the batch as " + file, refused);
        }
        var fault = CreditTransferFile.faultBySchema(bytes);
        checks.that("the file is valid by its schema", fault.isEmpty(), fault.isEmpty() ? "no fault" : fault);
        check(CreditTransferFile.read(bytes), Amounts.of(released.get().path("total")), checks);
        if (released.get().path("state").asText().equals("RELEASED")) {
            api.post(staff.checker(), path + "/sent", null, "demo-" + state.run() + "-sent");
        }
        var bank = new BankDay(api, staff, state, known, bytes);
        bank.answer(workers, rejects, returns, checks);
        var last = new AtomicReference<>(released.get());
        boolean settled = Waiting.within(Duration.ofSeconds(60), () -> {
            last.set(api.get(staff.maker(), path));
            return last.get().path("state").asText().equals("SETTLED");
        });
        checks.that("the batch is settled", settled, last.get().path("state").asText());
        terminal.say("Payout: batch %s is %s; file %s"
                .formatted(known, last.get().path("state").asText(), file));
        return new Paid(
                known,
                last.get().path("state").asText(),
                Amounts.of(last.get().path("total")),
                CreditTransferFile.read(bytes).payments().size(),
                file,
                bank.rejected(),
                bank.returned());
    }

    /** {@return the batch as it was before somebody else than its maker released it} */
    JsonNode release(String path, Checks checks) {
        var batch = api.get(staff.maker(), path);
        if (batch.path("state").asText().equals("FROZEN")) {
            var refusal = releaseByMaker(path, batch);
            checks.that("the person who proposes cannot release", refusal.startsWith("403 "), refusal);
            if (batch.path("approvalsNeeded").asInt() > 1) {
                // So large a batch needs the yes of two people besides its maker.
                api.post(
                        staff.secondChecker(),
                        path + "/approve",
                        Map.of("contentHash", batch.path("contentHash").asText()),
                        "demo-" + state.run() + "-approve");
            }
            api.post(
                    staff.checker(),
                    path + "/release",
                    Map.of("contentHash", batch.path("contentHash").asText()),
                    "demo-" + state.run() + "-release");
        }
        return batch;
    }

    /** {@return the id of the batch; null when nobody is owed anything by that rail} */
    @Nullable String propose(String rail) {
        try {
            return api.post(
                            staff.maker(),
                            "/v1/payout-batches",
                            Map.of("currency", Posting.CURRENCY, "minimum", "0.01", "rail", rail),
                            "demo-" + state.run() + "-batch")
                    .path("id")
                    .asText();
        } catch (ApiProblem problem) {
            if (problem.code().equals("nothing-to-pay")) {
                return null;
            }
            throw problem;
        }
    }

    /** Tries what must not work; {@return how it was answered} */
    private String releaseByMaker(String path, JsonNode batch) {
        try {
            api.post(
                    staff.maker(),
                    path + "/release",
                    Map.of("contentHash", batch.path("contentHash").asText()),
                    null);
            return "released";
        } catch (ApiProblem refusal) {
            return refusal.status() + " " + refusal.code();
        }
    }

    private static void check(CreditTransferFile file, BigDecimal total, Checks checks) {
        checks.same("the file is a pain.001.001.09", CreditTransferFile.NAMESPACE, file.namespace());
        checks.that(
                "the file's control sum, its payments and the batch agree",
                file.controlSum().compareTo(total) == 0 && file.sum().compareTo(total) == 0,
                "%s = %s = %s".formatted(file.controlSum(), file.sum(), total));
        checks.same(
                "the file announces as many payments as it has", file.payments().size(), file.announced());
        long wrong = file.payments().stream()
                .filter(payment -> !Iban.isValid(payment.iban())
                        || !payment.currency().equals(Posting.CURRENCY)
                        || payment.amount().signum() <= 0)
                .count();
        checks.same("every payment has a valid IBAN and a positive amount", 0L, wrong);
    }
}
