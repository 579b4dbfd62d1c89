package dev.groundwork.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/** Workers who claim and submit as fast as they are answered, each on a connection of their own. */
final class Callers {

    private Callers() {}

    /** @param perSecond claims that were also submitted */
    record Outcome(long claims, long submits, double perSecond, Latencies claim, Latencies submit) {}

    /**
     * Lets one worker per token claim and submit for so many seconds, or until the job has no task left.
     *
     * @param ahead tasks of one claim request: a client holds a few, so that the next one is there at once; each is submitted
     *     alone
     */
    static Outcome claimAndSubmit(int port, UUID job, List<String> tokens, int ahead, int seconds) throws IOException {
        return all(port, tokens, token -> new Turns(new Requests(port), job, token, ahead, seconds));
    }

    /** As {@link #claimAndSubmit}, where the request that submits a task also claims the next one. */
    static Outcome step(int port, UUID job, List<String> tokens, int seconds) throws IOException {
        return all(port, tokens, token -> new Steps(new Requests(port), job, token, seconds));
    }

    private static Outcome all(int port, List<String> tokens, Function<String, Worker> worker) throws IOException {
        var workers = tokens.stream().map(worker).toList();
        long started = System.nanoTime();
        Wires.run(port, workers);
        double took = (System.nanoTime() - started) / 1e9;
        long submits = workers.stream().mapToLong(one -> one.submits).sum();
        return new Outcome(
                workers.stream().mapToLong(one -> one.claims).sum(),
                submits,
                submits / took,
                Latencies.of(workers.stream().map(one -> one.claimTimes).toList()),
                Latencies.of(workers.stream().map(one -> one.submitTimes).toList()));
    }

    /** One worker; what became of their requests is in the fields once all is over. */
    private abstract static class Worker extends TimedCaller {

        final Latencies claimTimes = new Latencies();
        final Latencies submitTimes = new Latencies();
        long claims;
        long submits;

        private final Requests requests;
        private final String token;
        private final byte[] claim;
        private final Deque<String> inHand = new ArrayDeque<>();

        Worker(Requests requests, String token, String claim, int seconds) {
            super(seconds);
            this.requests = requests;
            this.token = token;
            this.claim = requests.post(claim, token, "");
        }

        @Override
        final byte[] first() {
            return claim;
        }

        final void take(Answer answer) {
            var ids = answer.texts("assignmentId");
            claims += ids.size();
            inHand.addAll(ids);
        }

        final boolean isIdle() {
            return inHand.isEmpty();
        }

        /** @param how {@code submit} or {@code submit-and-claim} */
        final byte[] submit(String how) {
            return requests.post("/v1/assignments/" + inHand.remove() + '/' + how, token, Market.ANSWER);
        }
    }

    /** Claims, hands in what was claimed, claims again. */
    private static final class Turns extends Worker {

        private boolean claiming = true;

        Turns(Requests requests, UUID job, String token, int ahead, int seconds) {
            super(requests, token, "/v1/jobs/" + job + "/claims?count=" + ahead, seconds);
        }

        @Override
        byte @Nullable [] next(Answer last, long took, boolean inTime) {
            if (claiming) {
                if (last.status() == 409 && last.body().contains("no-tasks-left")) {
                    return null;
                }
                take(last.expect(201));
                claimTimes.add(took);
            } else {
                last.expect(200);
                submitTimes.add(took);
                submits++;
            }
            claiming = isIdle();
            if (!claiming) {
                return submit("submit");
            }
            return inTime ? first() : null;
        }
    }

    /** Claims once; after that each submission brings the next task. */
    private static final class Steps extends Worker {

        private boolean claiming = true;

        Steps(Requests requests, UUID job, String token, int seconds) {
            super(requests, token, "/v1/jobs/" + job + "/claims", seconds);
        }

        @Override
        byte @Nullable [] next(Answer last, long took, boolean inTime) {
            take(last.expect(claiming ? 201 : 200));
            if (claiming) {
                claimTimes.add(took);
            } else {
                submitTimes.add(took);
                submits++;
            }
            claiming = false;
            return isIdle() ? null : submit(inTime ? "submit-and-claim" : "submit");
        }
    }
}
