package dev.groundwork.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Workers who claim and submit as fast as they are answered, each on a connection of their own. */
final class Callers {

    private Callers() {}

    /** @param perSecond claims that were also submitted */
    record Outcome(long claims, long submits, double perSecond, Latencies claim, Latencies submit) {}

    private record One(long claims, long submits, Latencies claim, Latencies submit) {}

    /**
     * Lets one worker per token claim and submit for so many seconds, or until the job has no task left.
     *
     * @param ahead tasks of one claim request: a client holds a few, so that the next one is there at once; each is submitted
     *     alone
     */
    static Outcome claimAndSubmit(int port, UUID job, List<String> tokens, int ahead, int seconds) {
        var ready = new CountDownLatch(tokens.size());
        var start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<One>>();
            for (var token : tokens) {
                running.add(executor.submit(() -> one(port, job, token, ahead, seconds, ready, start)));
            }
            ready.await();
            long started = System.nanoTime();
            start.countDown();
            var all = new ArrayList<One>();
            for (var caller : running) {
                all.add(caller.get());
            }
            double took = (System.nanoTime() - started) / 1e9;
            long claims = all.stream().mapToLong(One::claims).sum();
            long submits = all.stream().mapToLong(One::submits).sum();
            return new Outcome(
                    claims,
                    submits,
                    submits / took,
                    Latencies.of(all.stream().map(One::claim).toList()),
                    Latencies.of(all.stream().map(One::submit).toList()));
        } catch (ExecutionException failure) {
            throw new IllegalStateException("a caller failed: " + failure.getCause(), failure.getCause());
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
    }

    private static One one(
            int port, UUID job, String token, int ahead, int seconds, CountDownLatch ready, CountDownLatch start)
            throws IOException, InterruptedException {
        var claimTimes = new Latencies();
        var submitTimes = new Latencies();
        long claims = 0;
        long submits = 0;
        try (var wire = new Wire(port)) {
            var claim = wire.post("/v1/jobs/" + job + "/claims?count=" + ahead, token, "");
            ready.countDown();
            start.await();
            long end = System.nanoTime() + seconds * 1_000_000_000L;
            for (long before = System.nanoTime(); before < end; before = System.nanoTime()) {
                var claimed = wire.send(claim);
                long between = System.nanoTime();
                if (claimed.status() == 409 && claimed.body().contains("no-tasks-left")) {
                    break;
                }
                if (claimed.status() != 201) {
                    throw new IllegalStateException("a claim was answered " + claimed.status() + ": " + claimed.body());
                }
                claimTimes.add(between - before);
                for (var assignment : claimed.texts("assignmentId")) {
                    claims++;
                    long asked = System.nanoTime();
                    var submitted =
                            wire.send(wire.post("/v1/assignments/" + assignment + "/submit", token, Market.ANSWER));
                    if (submitted.status() != 200) {
                        throw new IllegalStateException(
                                "a submission was answered " + submitted.status() + ": " + submitted.body());
                    }
                    submitTimes.add(System.nanoTime() - asked);
                    submits++;
                }
            }
        }
        return new One(claims, submits, claimTimes, submitTimes);
    }
}
