package dev.groundwork.demo;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;
import dev.groundwork.demo.crowd.Seconds;

import org.jspecify.annotations.Nullable;

/** One run from the first registration to the last cent. */
final class Replay {

    static final Duration MONEY_TRAVELS = Duration.ofMinutes(2);

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
            var workers = new Casting(api, identity, state, terminal, options.stripePort() > 0).cast(crowd.people());
            var payday = new Payday(api, staff, state, terminal);
            var books = new Books(api, staff, state, payday, workers, checks, report);
            books.open();
            var posting = new Posting(api, staff.requester(), crowd, plan, state, terminal);
            var job = posting.post();
            var worked = work(job, workers);
            close(job, workers, worked, payday, books);
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

    private void close(String job, List<Worker> workers, Worked worked, Payday payday, Books books) {
        var outcome = Outcome.fetch(api, staff.requester(), job, crowd, plan, workers, worked.answers(), checks);
        describeWork(outcome, worked);
        describeQuality(job, outcome, worked);

        checks.that(
                "the job is completed",
                Waiting.within(MONEY_TRAVELS, () -> jobState(job).equals("COMPLETED")),
                jobState(job));
        var reward = new BigDecimal(state.known("reward"));
        books.checkEarned(outcome.perWorker(), reward);
        describePay(reward, outcome);
        if (options.payout()) {
            var paid = payOut(payday, workers);
            describePayout(paid);
            books.checkPaidOut(paid);
        }
        var fees = worked.review().feePerAnswer().multiply(BigDecimal.valueOf(outcome.answers()));
        books.balance(fees);
        books.audit();
    }

    private Payday.@Nullable Paid payOut(Payday payday, List<Worker> workers) {
        int rejects = options.bankRejects();
        int returns = options.bankReturns();
        return options.stripePort() > 0
                ? new StripePayday(api, staff, state, terminal, options).payOut(workers, rejects, returns, checks)
                : payday.payOut(workers, rejects, returns, checks);
    }

    private String jobState(String job) {
        return api.get(staff.requester(), "/v1/jobs/" + job).path("state").asText();
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
                                : outcome.wordErrorRate() != null
                                        ? "%.4f errors a word, in %,d texts with a true one"
                                                .formatted(outcome.wordErrorRate(), outcome.withTruth())
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
                .value("kind", crowd.kind().word())
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
        if (outcome.wordErrorRate() != null) {
            report.value("wordErrorRate", outcome.wordErrorRate());
        } else if (outcome.withTruth() > 0) {
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
}
