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
        return all(tokens, (token, ready, start) -> one(port, job, token, ahead, seconds, ready, start));
    }

    /** As {@link #claimAndSubmit}, where the request that submits a task also claims the next one. */
    static Outcome step(int port, UUID job, List<String> tokens, int seconds) {
        return all(tokens, (token, ready, start) -> stepping(port, job, token, seconds, ready, start));
    }

    private interface Worker {
        One run(String token, CountDownLatch ready, CountDownLatch start) throws IOException, InterruptedException;
    }

    private static Outcome all(List<String> tokens, Worker worker) {
        var ready = new CountDownLatch(tokens.size());
        var start = new CountDownLatch(1);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<One>>();
            for (var token : tokens) {
                running.add(executor.submit(() -> worker.run(token, ready, start)));
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

    private static One stepping(
            int port, UUID job, String token, int seconds, CountDownLatch ready, CountDownLatch start)
            throws IOException, InterruptedException {
        var claimTimes = new Latencies();
        var stepTimes = new Latencies();
        long submits = 0;
        try (var wire = new Wire(port)) {
            var claim = wire.post("/v1/jobs/" + job + "/claims", token, "");
            ready.countDown();
            start.await();
            long before = System.nanoTime();
            long end = before + seconds * 1_000_000_000L;
            var inHand = expect(201, wire.send(claim)).texts("assignmentId");
            claimTimes.add(System.nanoTime() - before);
            while (!inHand.isEmpty()) {
                long asked = System.nanoTime();
                var path = "/v1/assignments/" + inHand.getFirst() + (asked < end ? "/submit-and-claim" : "/submit");
                inHand = expect(200, wire.send(wire.post(path, token, Market.ANSWER)))
                        .texts("assignmentId");
                stepTimes.add(System.nanoTime() - asked);
                submits++;
            }
        }
        return new One(submits, submits, claimTimes, stepTimes);
    }

    private static Wire.Answer expect(int status, Wire.Answer answer) {
        if (answer.status() != status) {
            throw new IllegalStateException("a worker was answered " + answer.status() + ": " + answer.body());
        }
        return answer;
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
                expect(201, claimed);
                claimTimes.add(between - before);
                for (var assignment : claimed.texts("assignmentId")) {
                    claims++;
                    long asked = System.nanoTime();
                    expect(
                            200,
                            wire.send(wire.post("/v1/assignments/" + assignment + "/submit", token, Market.ANSWER)));
                    submitTimes.add(System.nanoTime() - asked);
                    submits++;
                }
            }
        }
        return new One(claims, submits, claimTimes, submitTimes);
    }
}
