package dev.groundwork.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.groundwork.demo.bank.SimulatedBank;
import dev.groundwork.demo.bank.SimulatedBank.Entry;
import dev.groundwork.demo.client.Api;

import com.fasterxml.jackson.databind.JsonNode;

/** The bank answers the file of a batch, and finance gives its files in. A run that is continued sends the very same files. */
final class BankDay {

    private static final int ENOUGH = 10;
    private static final int FEW = 2;

    /** The money of a bank that is asked for the first time. */
    private static final BigDecimal FIRST_OPENING = new BigDecimal("100000.00");

    private static final String XML = "application/xml";

    private final Api api;
    private final Staff staff;
    private final RunState state;
    private final String batch;
    private final SimulatedBank bank;
    private BigDecimal rejected = BigDecimal.ZERO;
    private BigDecimal returned = BigDecimal.ZERO;

    BankDay(Api api, Staff staff, RunState state, String batch, byte[] file) {
        this.api = api;
        this.staff = staff;
        this.state = state;
        this.batch = batch;
        this.bank = SimulatedBank.given(file);
    }

    /** {@return what the bank did not carry out} */
    BigDecimal rejected() {
        return rejected;
    }

    /** {@return what came back from it} */
    BigDecimal returned() {
        return returned;
    }

    void answer(List<Worker> workers, int rejects, int returns, Checks checks) {
        var mine = mine(workers);
        var usual = mine.size() >= ENOUGH ? FEW : 0;
        var refused = mine.subList(0, Math.min(rejects < 0 ? usual : rejects, mine.size()));
        var left = mine.subList(refused.size(), mine.size());
        var back = left.subList(0, Math.min(returns < 0 ? usual : returns, left.size()));
        var reasons = new LinkedHashMap<String, String>();
        refused.forEach(transfer -> reasons.put(transfer.endToEndId(), "AC04"));
        rejected = sum(refused);
        returned = sum(back);
        var today = LocalDate.now(ZoneOffset.UTC);

        var report = send("pain.002", () -> bank.statusReport("ST-" + batch.replace("-", ""), reasons));
        checks.same(
                "the bank's rejects are the workers' again", (long) refused.size(), count(report, "PAYOUT_REJECTED"));
        var booked = send("camt.053-1", () -> statement(bank.bookings(reasons.keySet(), today), today));
        checks.same(
                "the statement books every payout that was not rejected",
                (long) (bank.transfers().size() - refused.size()),
                count(booked, "PAYOUT_BOOKED"));
        if (!back.isEmpty()) {
            var entries = new ArrayList<Entry>();
            back.forEach(transfer -> entries.add(bank.comesBack(transfer.endToEndId(), "AC01", today)));
            var second = send("camt.053-2", () -> statement(entries, today));
            checks.same("what came back waits for the workers", (long) back.size(), count(second, "PAYOUT_RETURNED"));
        }
        var clearing = api.all(staff.checker(), "/v1/accounts?purpose=CLEARING&limit=1000").stream()
                .filter(account -> account.path("ownerId").asText().equals(batch))
                .map(account -> Amounts.of(account.path("balance")))
                .toList();
        checks.that(
                "the clearing account of the batch is empty",
                clearing.size() == 1 && clearing.getFirst().signum() == 0,
                clearing.toString());
    }

    /** {@return transfers to workers of this run; a batch pays whoever is owed something} */
    private List<SimulatedBank.Transfer> mine(List<Worker> workers) {
        var ids = workers.stream().map(Worker::id).map(UUID::toString).collect(Collectors.toSet());
        var names = new HashSet<String>();
        var path = "/v1/payout-batches/" + batch + "?limit=1000";
        String cursor = "";
        while (cursor != null) {
            var page = api.get(staff.checker(), cursor.isEmpty() ? path : path + "&cursor=" + cursor)
                    .path("payouts");
            page.path("items").forEach(payout -> {
                if (ids.contains(payout.path("workerId").asText())) {
                    names.add(payout.path("endToEndId").asText());
                }
            });
            cursor = page.path("next").isTextual() ? page.path("next").asText() : null;
        }
        return bank.transfers().stream()
                .filter(transfer -> names.contains(transfer.endToEndId()))
                .toList();
    }

    private static BigDecimal sum(List<SimulatedBank.Transfer> transfers) {
        return transfers.stream().map(SimulatedBank.Transfer::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** A statement that follows the last one that was read. */
    private byte[] statement(List<Entry> entries, LocalDate day) {
        for (var account : api.get(staff.checker(), "/v1/bank-accounts").path("items")) {
            var iban = bank.iban();
            if (account.path("iban").asText().startsWith(iban.substring(0, 4))
                    && account.path("iban").asText().endsWith(iban.substring(iban.length() - 4))) {
                return SimulatedBank.statement(
                        iban,
                        Posting.CURRENCY,
                        account.path("lastNumber").asLong() + 1,
                        Amounts.of(account.path("closing")),
                        entries,
                        day);
            }
        }
        return SimulatedBank.statement(bank.iban(), Posting.CURRENCY, 1, FIRST_OPENING, entries, day);
    }

    private JsonNode send(String name, Supplier<byte[]> content) {
        var file = state.beside(state.run() + "-" + name + ".xml");
        try {
            if (Files.notExists(file)) {
                Files.write(file, content.get());
            }
            return api.post(staff.checker(), "/v1/bank-files", Files.readAllBytes(file), XML, null);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot keep the file of the bank as " + file, refused);
        }
    }

    private static long count(JsonNode answer, String what) {
        long count = 0;
        for (var tally : answer.path("matched")) {
            if (tally.path("what").asText().equals(what)) {
                count += tally.path("count").asLong();
            }
        }
        return count;
    }
}
