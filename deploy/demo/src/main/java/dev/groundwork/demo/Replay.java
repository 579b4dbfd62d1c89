package dev.groundwork.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;
import dev.groundwork.demo.crowd.Seconds;

import org.jspecify.annotations.Nullable;

/** One run from the first registration to the last cent. */
final class Replay {

    private static final Duration MONEY_TRAVELS = Duration.ofSeconds(60);

    private final Api api;
    private final Identity identity;
    private final Crowd crowd;
    private final RunState state;
    private final Terminal terminal;
    private final DemoOptions options;
    private final Staff staff;
    private final QualityPlan plan;
    private final Checks checks = new Checks();
    private final Report report = new Report();

    Replay(Api api, Identity identity, Crowd crowd, RunState state, Terminal terminal, DemoOptions options) {
        this.api = api;
        this.identity = identity;
        this.crowd = crowd;
        this.state = state;
        this.terminal = terminal;
        this.options = options;
        this.plan = QualityPlan.of(options, crowd);
        this.staff = Staff.of(identity);
    }

    Checks checks() {
        return checks;
    }

    Report report() {
        return report;
    }

    /** Runs to the end; every later start of the same run comes to the same end. */
    void run() {
        long started = System.nanoTime();
        try {
            terminal.say("Crowd: %s: %,d tasks, %,d people, %,d answers%s"
                    .formatted(
                            crowd.name(),
                            crowd.items().size(),
                            crowd.people().size(),
                            crowd.answers(),
                            crowd.skippedRepeats() == 0
                                    ? ""
                                    : " (%d repeated pairs left out)".formatted(crowd.skippedRepeats())));
            var workers = new Casting(api, identity, state, terminal).cast(crowd.people());
            var posting = new Posting(api, staff.requester(), crowd, plan, state, terminal);
            var job = posting.post();
            var worked = work(job, workers);
            close(job, workers, worked);
        } finally {
            state.addSeconds((System.nanoTime() - started) / 1e9);
        }
        report.value("totalSeconds", state.seconds());
    }

    /** How the work itself went. */
    private record Worked(double seconds, long answers, long resumed, long pictures, Review review) {}

    private Worked work(String job, List<Worker> workers) {
        long expected = crowd.answers();
        var shift = new Shift(api, crowd, state, job, options.concurrency());
        var review = new Review(api, staff.requester(), state, job);
        long started = System.nanoTime();
        terminal.moving(() -> {
            double seconds = Math.max(0.001, (System.nanoTime() - started) / 1e9);
            return "Work: %,d of %,d answers · %,.0f answers/s · %,d approved · %,d credited"
                    .formatted(
                            shift.answered(),
                            expected,
                            (shift.answered() - shift.resumed()) / seconds,
                            review.approved(),
                            review.credited());
        });
        double working;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var reviewing = executor.submit(review::untilOver);
            try {
                if (plan.dynamic()) {
                    new Purchase(api, staff.requester(), shift, plan, job, options.concurrency())
                            .work(workers, options.seed());
                } else {
                    shift.work(workers);
                }
            } finally {
                review.workIsOver();
            }
            working = (System.nanoTime() - started) / 1e9;
            reviewing.get();
            review.finish(plan.dynamic() ? shift.answered() : expected);
        } catch (ExecutionException failure) {
            throw failure.getCause() instanceof RuntimeException runtime
                    ? runtime
                    : new IllegalStateException(failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
        terminal.still();
        return new Worked(working, shift.answered(), shift.resumed(), shift.pictures(), review);
    }

    private void close(String job, List<Worker> workers, Worked worked) {
        var outcome = Outcome.fetch(api, staff.requester(), job, crowd, plan, workers, worked.answers(), checks);
        describeWork(outcome, worked);
        describeQuality(job, outcome, worked);

        checks.that(
                "the job is completed",
                Waiting.within(MONEY_TRAVELS, () -> jobState(job).equals("COMPLETED")),
                jobState(job));
        var payday = new Payday(api, staff, state, terminal);
        var reward = new BigDecimal(state.known("reward"));
        var earned = purses(payday, workers, outcome, reward);
        describePay(reward, outcome);

        Payday.@Nullable Paid paid =
                options.payout() ? payday.payOut(workers, options.bankRejects(), options.bankReturns(), checks) : null;
        if (options.payout()) {
            describePayout(paid);
            var after = payday.purses(workers).values().stream().reduce(Payday.Purse.EMPTY, Payday.Purse::plus);
            var rejected = paid == null ? BigDecimal.ZERO : paid.rejected();
            var returned = paid == null ? BigDecimal.ZERO : paid.returned();
            checks.that(
                    "every worker of the run is paid out, or has what the bank rejected or sent back",
                    after.payable().compareTo(rejected) == 0
                            && after.held().compareTo(returned) == 0
                            && after.inPayout().signum() == 0
                            && after.paidOut()
                                            .compareTo(earned.earned()
                                                    .subtract(rejected)
                                                    .subtract(returned))
                                    == 0,
                    "%s paid out of %s earned, %s rejected, %s sent back"
                            .formatted(after.paidOut(), earned.earned(), rejected, returned));
            balanceMoney(after, outcome.answers(), worked.review());
        } else {
            balanceMoney(earned, outcome.answers(), worked.review());
        }
        audit();
    }

    private String jobState(String job) {
        return api.get(staff.requester(), "/v1/jobs/" + job).path("state").asText();
    }

    private Payday.Purse purses(Payday payday, List<Worker> workers, Outcome outcome, BigDecimal reward) {
        var wrong = new ArrayList<String>();
        boolean right = Waiting.within(MONEY_TRAVELS, () -> {
            wrong.clear();
            payday.purses(workers).forEach((worker, purse) -> {
                var expected =
                        reward.multiply(BigDecimal.valueOf(outcome.perWorker().getOrDefault(worker.id(), 0L)));
                if (purse.earned().compareTo(expected) != 0) {
                    wrong.add("%s has %s for work worth %s"
                            .formatted(worker.person().name(), purse.earned(), expected));
                }
            });
            return wrong.isEmpty();
        });
        checks.that(
                "every worker earned the reward of each of their answers",
                right,
                right ? workers.size() + " workers" : String.join("; ", wrong));
        return payday.purses(workers).values().stream().reduce(Payday.Purse.EMPTY, Payday.Purse::plus);
    }

    private void describeWork(Outcome outcome, Worked worked) {
        double rate = (worked.answers() - worked.resumed()) / worked.seconds();
        report.line("Crowd", crowd.name())
                .line("Tasks", "%,d".formatted(crowd.items().size()))
                .line(
                        "Answers",
                        "%,d of %,d people%s"
                                .formatted(
                                        outcome.answers(),
                                        crowd.people().size(),
                                        crowd.skippedRepeats() == 0
                                                ? ""
                                                : ", %d repeated pairs of the recording left out"
                                                        .formatted(crowd.skippedRepeats())))
                .line(
                        "Accuracy",
                        outcome.withTruth() == 0
                                ? "not known: no truth was given"
                                : "%.4f %s (%,d of %,d tasks with a truth; %,d ties)"
                                        .formatted(
                                                (double) outcome.right() / outcome.withTruth(),
                                                plan.leftOut().isEmpty()
                                                        ? "by majority vote"
                                                        : "on the tasks that are no control tasks",
                                                outcome.right(),
                                                outcome.withTruth(),
                                                outcome.ties()))
                .line(
                        "Work",
                        "%.1f s for %,d answers: %,.0f answers/s%s"
                                .formatted(
                                        worked.seconds(),
                                        worked.answers() - worked.resumed(),
                                        rate,
                                        worked.resumed() == 0
                                                ? ""
                                                : " (%,d more by earlier starts of this run)"
                                                        .formatted(worked.resumed())));
        report.value("run", state.run())
                .value("crowd", crowd.name())
                .value("tasks", crowd.items().size())
                .value("workers", crowd.people().size())
                .value("answers", outcome.answers())
                .value("skippedRepeats", crowd.skippedRepeats())
                .value("tasksWithTruth", outcome.withTruth())
                .value("tasksRight", outcome.right())
                .value("ties", outcome.ties())
                .value("workSeconds", worked.seconds())
                .value("answersPerSecond", rate)
                .value("answersByEarlierStarts", worked.resumed())
                .value("picturesFetched", worked.pictures());
        if (outcome.withTruth() > 0) {
            report.value("accuracy", (double) outcome.right() / outcome.withTruth());
        }
    }

    /** What the answers cost and what they are worth, in the words of a comparison. */
    private void describeQuality(String job, Outcome outcome, Worked worked) {
        var spent = worked.review().pricePerAnswer().multiply(BigDecimal.valueOf(outcome.answers()));
        long own = outcome.answers() - outcome.controlAnswers();
        int tasks = crowd.items().size() - plan.controls().size();
        double perTask = (double) own / Math.max(1, tasks);
        report.value("spent", spent.toPlainString())
                .value("labels", outcome.answers())
                .value("controlLabels", outcome.controlAnswers())
                .value("controlTasks", plan.controls().size())
                .value("labelsPerTask", perTask);
        if (!plan.isAny()) {
            return;
        }
        report.line(
                        "Labels bought",
                        "%,d: %,d for %,d tasks (%.2f each), %,d for %,d control tasks"
                                .formatted(
                                        outcome.answers(),
                                        own,
                                        tasks,
                                        perTask,
                                        outcome.controlAnswers(),
                                        plan.controls().size()))
                .line("Money spent", "%s %s in rewards and fees".formatted(spent.toPlainString(), Posting.CURRENCY));
        var quality = api.get(staff.requester(), "/v1/jobs/" + job + "/quality");
        var states = quality.path("tasks");
        if (states.isObject()) {
            report.line(
                    "Tasks",
                    "%,d confident, %,d settled, %,d disputed"
                            .formatted(
                                    states.path("confident").asLong(),
                                    states.path("settled").asLong(),
                                    states.path("disputed").asLong()));
            report.value("disputed", states.path("disputed").asLong());
        }
        var promise = quality.path("promise");
        if (promise.isObject()) {
            report.line(
                    "Promise",
                    "%.1f %% sure, right on %.1f %% of %d hidden control tasks: %s"
                            .formatted(
                                    100 * promise.path("promised").asDouble(),
                                    100 * promise.path("achieved").asDouble(),
                                    promise.path("tasks").asInt(),
                                    promise.path("kept").asBoolean()
                                            ? "kept"
                                            : "not kept, and the requester is warned"));
            report.value("promised", promise.path("promised").asDouble())
                    .value("achieved", promise.path("achieved").asDouble());
        }
    }

    private void describePay(BigDecimal reward, Outcome outcome) {
        var hourly = new ArrayList<Double>();
        outcome.workedSeconds().forEach((worker, seconds) -> {
            if (seconds > 0) {
                hourly.add(reward.doubleValue() * outcome.perWorker().getOrDefault(worker, 0L) * 3600 / seconds);
            }
        });
        if (hourly.isEmpty()) {
            report.line("Hourly pay", "not known: seconds are " + crowd.secondsSource());
            return;
        }
        double median = Seconds.quantile(hourly, 0.5);
        double low = Seconds.quantile(hourly, 0.1);
        long measured = outcome.activeSeconds().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        report.line(
                        "Hourly pay",
                        "median %.2f, P10 %.2f %s over %d workers, by seconds %s"
                                .formatted(median, low, Posting.CURRENCY, hourly.size(), crowd.secondsSource()))
                .line(
                        "",
                        "(the replay is faster than people: the server saw %,d s pass, and counts no more than that)"
                                .formatted(measured));
        report.value("hourlyPayMedian", median)
                .value("hourlyPayP10", low)
                .value("secondsSource", crowd.secondsSource())
                .value("serverActiveSeconds", measured);
    }

    private void describePayout(Payday.@Nullable Paid paid) {
        checks.that("there is a batch", paid != null, paid == null ? "nobody had anything to be paid" : paid.batch());
        if (paid == null) {
            return;
        }
        report.line(
                        "Batch",
                        "%s %s: %d payouts, %s %s"
                                .formatted(
                                        paid.batch(),
                                        paid.state(),
                                        paid.payouts(),
                                        paid.total().toPlainString(),
                                        Posting.CURRENCY))
                .line("File", paid.file().toString());
        report.line(
                "Bank",
                "%s %s rejected, %s %s sent back; both are the workers' again"
                        .formatted(
                                paid.rejected().toPlainString(),
                                Posting.CURRENCY,
                                paid.returned().toPlainString(),
                                Posting.CURRENCY));
        report.value("bankRejected", paid.rejected().toPlainString())
                .value("bankReturned", paid.returned().toPlainString());
        report.value("batch", paid.batch())
                .value("batchState", paid.state())
                .value("batchTotal", paid.total().toPlainString())
                .value("payouts", paid.payouts())
                .value("file", paid.file().toString());
    }

    /** Money in = money out, for this run: what the requester has now, against what there was before. */
    private void balanceMoney(Payday.Purse workers, long answers, Review review) {
        var in = new BigDecimal(state.known("deposited"));
        var fees = review.feePerAnswer().multiply(BigDecimal.valueOf(answers));
        var heldBefore = new BigDecimal(state.known("before.held"));
        var availableBefore = new BigDecimal(state.known("before.available"));
        // Workers whose week turns out to be under the wage floor are topped up from it when the week is over.
        var reserve = new BigDecimal(state.known("quote.total"))
                .subtract(new BigDecimal(state.known("quote.base")))
                .subtract(new BigDecimal(state.known("quote.fee")));
        var money = new LinkedHashMap<String, BigDecimal>();
        Waiting.within(MONEY_TRAVELS, () -> {
            var balance = Amounts.balance(api.get(staff.requester(), "/v1/balance"), Posting.CURRENCY);
            money.put("available", Amounts.in(balance, "available").subtract(availableBefore));
            money.put("held", Amounts.in(balance, "held").subtract(heldBefore));
            return money.getOrDefault("held", reserve.add(BigDecimal.ONE)).compareTo(reserve) <= 0;
        });
        money.put("workers", workers.payable().add(workers.held()).add(workers.inPayout()));
        money.put("paidOut", workers.paidOut());
        money.put("fees", fees);
        var out = money.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        var table = money.entrySet().stream()
                .map(entry -> entry.getKey() + ' ' + entry.getValue().toPlainString())
                .toList();
        report.line("Money in", in.toPlainString() + ' ' + Posting.CURRENCY + " deposited")
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

    private void audit() {
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
