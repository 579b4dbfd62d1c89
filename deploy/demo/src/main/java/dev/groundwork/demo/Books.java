package dev.groundwork.demo;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.demo.client.Api;

import org.jspecify.annotations.Nullable;

/**
 * Whether the money of a run went where it belongs: what the workers and the requester have, against what they had before. People
 * who worked in another run before bring what they have earned there and were not paid yet.
 */
final class Books {

    private final Api api;
    private final Staff staff;
    private final RunState state;
    private final Payday payday;
    private final List<Worker> workers;
    private final Checks checks;
    private final Report report;

    /** What the workers have by their own word, all together; as of the latest look. */
    private Payday.Purse now = Payday.Purse.EMPTY;

    Books(Api api, Staff staff, RunState state, Payday payday, List<Worker> workers, Checks checks, Report report) {
        this.api = api;
        this.staff = staff;
        this.state = state;
        this.payday = payday;
        this.workers = List.copyOf(workers);
        this.checks = checks;
        this.report = report;
    }

    /** Writes down what the workers have, once and before they do anything in this run. */
    void open() {
        if (state.people().equals(state.run()) || state.text("carried.payable") != null) {
            return;
        }
        var before = Payday.Purse.EMPTY;
        for (var entry : payday.purses(workers).entrySet()) {
            var purse = entry.getValue();
            state.setEntry(
                    "earned", entry.getKey().person().name(), purse.earned().toPlainString());
            before = before.plus(purse);
        }
        state.set("carried.held", before.held().toPlainString());
        state.set("carried.paidOut", before.paidOut().toPlainString());
        state.set("carried.payable", before.payable().add(before.inPayout()).toPlainString());
    }

    private BigDecimal carried(String what) {
        return amount(state.text("carried." + what));
    }

    private static BigDecimal amount(@Nullable String text) {
        return text == null ? BigDecimal.ZERO : new BigDecimal(text);
    }

    /** Waits until everybody has earned the reward of each answer, and checks that they have. */
    void checkEarned(Map<UUID, Long> answers, BigDecimal reward) {
        var purses = new LinkedHashMap<Worker, Payday.Purse>();
        var wrong = new LinkedHashMap<Worker, String>();
        workers.forEach(worker -> wrong.put(worker, ""));
        boolean right = Waiting.within(Replay.MONEY_TRAVELS, () -> {
            // Only those who were not right at the last look are asked again.
            payday.purses(List.copyOf(wrong.keySet())).forEach((worker, purse) -> {
                purses.put(worker, purse);
                var earned = purse.earned()
                        .subtract(amount(state.entry("earned", worker.person().name())));
                var expected = reward.multiply(BigDecimal.valueOf(answers.getOrDefault(worker.id(), 0L)));
                if (earned.compareTo(expected) == 0) {
                    wrong.remove(worker);
                } else {
                    wrong.put(
                            worker,
                            "%s has %s for work worth %s"
                                    .formatted(worker.person().name(), earned, expected));
                }
            });
            return wrong.isEmpty();
        });
        checks.that(
                "every worker earned the reward of each of their answers",
                right,
                right ? workers.size() + " workers" : String.join("; ", wrong.values()));
        now = purses.values().stream().reduce(Payday.Purse.EMPTY, Payday.Purse::plus);
    }

    /** Checks that everything that could be paid was. */
    void checkPaidOut(Payday.@Nullable Paid paid) {
        var owed = now.payable();
        now = payday.purses(workers).values().stream().reduce(Payday.Purse.EMPTY, Payday.Purse::plus);
        var rejected = paid == null ? BigDecimal.ZERO : paid.rejected();
        var returned = paid == null ? BigDecimal.ZERO : paid.returned();
        var arrived = now.paidOut().subtract(carried("paidOut"));
        checks.that(
                "every worker of the run is paid out, or has what the bank rejected or sent back",
                now.payable().compareTo(rejected) == 0
                        && now.held().subtract(carried("held")).compareTo(returned) == 0
                        && now.inPayout().signum() == 0
                        && arrived.compareTo(owed.subtract(rejected).subtract(returned)) == 0,
                "%s paid out of %s owed, %s rejected, %s sent back".formatted(arrived, owed, rejected, returned));
    }

    /**
     * Money in = money out, for this run.
     *
     * @param fees the platform's on the answers
     */
    void balance(BigDecimal fees) {
        var deposited = new BigDecimal(state.known("deposited"));
        var carried = carried("payable");
        var in = deposited.add(carried);
        var heldBefore = new BigDecimal(state.known("before.held"));
        var availableBefore = new BigDecimal(state.known("before.available"));
        // Workers whose week turns out to be under the wage floor are topped up from it when the week is over.
        var reserve = new BigDecimal(state.known("quote.total"))
                .subtract(new BigDecimal(state.known("quote.base")))
                .subtract(new BigDecimal(state.known("quote.fee")));
        var money = new LinkedHashMap<String, BigDecimal>();
        Waiting.within(Replay.MONEY_TRAVELS, () -> {
            var balance = Amounts.balance(api.get(staff.requester(), "/v1/balance"), Posting.CURRENCY);
            money.put("available", Amounts.in(balance, "available").subtract(availableBefore));
            money.put("held", Amounts.in(balance, "held").subtract(heldBefore));
            return money.getOrDefault("held", reserve.add(BigDecimal.ONE)).compareTo(reserve) <= 0;
        });
        money.put("workers", now.payable().add(now.inPayout()).add(now.held()).subtract(carried("held")));
        money.put("paidOut", now.paidOut().subtract(carried("paidOut")));
        money.put("fees", fees);
        var out = money.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        var table = money.entrySet().stream()
                .map(entry -> entry.getKey() + ' ' + entry.getValue().toPlainString())
                .toList();
        report.line(
                        "Money in",
                        deposited.toPlainString() + ' ' + Posting.CURRENCY + " deposited"
                                + (carried.signum() == 0
                                        ? ""
                                        : ", %s that workers had earned before".formatted(carried.toPlainString())))
                .line("Money out", out.toPlainString() + " = " + String.join(" + ", table));
        var amounts = new LinkedHashMap<String, String>();
        money.forEach((name, amount) -> amounts.put(name, amount.toPlainString()));
        report.value("moneyIn", in.toPlainString()).value("moneyOut", amounts);
        checks.that("money in = money out", in.compareTo(out) == 0, in.toPlainString() + " = " + out.toPlainString());
        checks.that(
                "no more is on hold for the job than the reserve for its week",
                money.getOrDefault("held", reserve.add(BigDecimal.ONE)).compareTo(reserve) <= 0,
                String.valueOf(money.get("held")));
    }

    /** Reads what the ledger says of itself. */
    void audit() {
        var trial = api.get(staff.maker(), "/v1/trial-balance");
        var off = new ArrayList<String>();
        boolean[] any = new boolean[1];
        for (var row : trial.path("currencies").isArray() ? trial.path("currencies") : trial.path("items")) {
            any[0] = true;
            var debits = Amounts.of(row.path("debits"));
            var credits = Amounts.of(row.path("credits"));
            if (debits.compareTo(credits) != 0) {
                off.add("%s is off by %s".formatted(row.path("currency").asText(), debits.subtract(credits)));
            }
        }
        checks.that(
                "the trial balance is zero",
                any[0] && off.isEmpty(),
                any[0] ? off.isEmpty() ? "debits = credits in every currency" : String.join("; ", off) : "it is empty");
        var audit = api.get(staff.checker(), "/v1/audit");
        var broken = new ArrayList<String>();
        int invariants = 0;
        for (var invariant : audit.path("invariants")) {
            invariants++;
            if (!invariant.path("ok").asBoolean()) {
                broken.add(String.format(
                        Locale.ROOT,
                        "%d %s: %s",
                        invariant.path("number").asInt(),
                        invariant.path("name").asText(),
                        invariant.path("violations")));
            }
        }
        checks.that(
                "the ledger's own invariants hold",
                audit.path("ok").asBoolean() && broken.isEmpty() && invariants > 0,
                broken.isEmpty() ? invariants + " of " + invariants : String.join("; ", broken));
        report.value("trialBalance", Map.of("zero", any[0] && off.isEmpty()))
                .value("auditOk", audit.path("ok").asBoolean());
    }
}
