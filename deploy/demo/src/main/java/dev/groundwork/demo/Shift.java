package dev.groundwork.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.ApiProblem;
import dev.groundwork.demo.crowd.Crowd;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The crowd at work: every person claims, looks, beats the heart and submits, side by side with the others. People of a recording
 * do no more than is recorded of them: they claim and submit, where they are few several tasks at a time. Safe to start again at
 * any point: what a person has already submitted is left alone, what was claimed is finished first.
 */
final class Shift {

    /** Simulated people work this many times faster than their seconds say, so that a demo takes seconds. */
    private static final double HASTE = 60;

    private static final int CLAIMS_AT_A_TIME = 5;
    private static final long PILOT_PAUSE_MILLIS = 250;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G'};

    private final Api api;
    private final Crowd crowd;
    private final RunState state;
    private final String job;
    private final Semaphore desks;
    private final int atATime;
    private final boolean continued;
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong resumed = new AtomicLong();
    private final AtomicLong pictures = new AtomicLong();
    /** Whose turn it is to ask whether the pilot is over. */
    private final ReentrantLock asking = new ReentrantLock(true);

    private volatile boolean pilotIsOver;

    /** @param atATime how many people are served at the same instant; the others wait their turn */
    Shift(Api api, Crowd crowd, RunState state, String job, int atATime) {
        this.api = api;
        this.crowd = crowd;
        this.state = state;
        this.job = job;
        this.desks = new Semaphore(atATime, true);
        this.atATime = atATime;
        this.continued = state.text("working") != null;
    }

    long answered() {
        return answered.get();
    }

    /** {@return answers that an earlier start of this run had already submitted} */
    long resumed() {
        return resumed.get();
    }

    /** {@return pictures that workers fetched by their signed links} */
    long pictures() {
        return pictures.get();
    }

    /** Returns when nobody of the crowd has anything left to do. */
    void work(List<Worker> workers) {
        state.set("working", "yes");
        int tasksAtATime = Math.ceilDiv(atATime, Math.max(1, workers.size()));
        Parallel.forEach(workers, workers.size(), worker -> work(worker, tasksAtATime));
    }

    /** {@return external ids that the person has answered before, after finishing what was only claimed} */
    Set<String> startAgain(Worker worker) {
        state.set("working", "yes");
        return atDesk(() -> finishEarlier(worker));
    }

    /** {@return what the person answers, by external id, in the order of the recording} */
    List<String> planOf(Worker worker) {
        var plan = crowd.plan(worker.person());
        return plan == null ? List.of() : plan;
    }

    /** Claims one task by its name and answers it; {@return whether a slot of it was open} */
    boolean tryNamed(Worker worker, String externalId) {
        return afterPilot(worker, () -> {
            var claimed = claimNamed(worker, externalId);
            if (claimed == null) {
                return false;
            }
            for (var task : claimed) {
                submit(worker, externalId, task.path("assignmentId").asText());
            }
            return true;
        });
    }

    private void work(Worker worker, int tasksAtATime) {
        var mine = atDesk(() -> finishEarlier(worker));
        var plan = crowd.plan(worker.person());
        if (plan == null) {
            takeOffers(worker);
            return;
        }
        var left =
                plan.stream().filter(externalId -> !mine.contains(externalId)).toList();
        Parallel.forEach(
                left,
                tasksAtATime,
                externalId -> afterPilot(worker, () -> {
                    answerNamed(worker, externalId);
                    return externalId;
                }));
    }

    /** {@return external ids that the person has answered or holds}, after finishing what was only claimed. */
    private Set<String> finishEarlier(Worker worker) {
        var mine = new HashSet<String>();
        if (!continued) {
            return mine;
        }
        for (var own : own(worker)) {
            var externalId = own.path("externalId").asText();
            mine.add(externalId);
            if (own.path("state").asText().equals("CLAIMED")) {
                submit(worker, externalId, own.path("id").asText());
            } else {
                resumed.incrementAndGet();
                answered.incrementAndGet();
            }
        }
        return mine;
    }

    private List<JsonNode> own(Worker worker) {
        return api.all(worker.session(), "/v1/assignments?limit=200").stream()
                .filter(own -> own.path("jobId").asText().equals(job))
                .filter(own -> !Set.of("RETURNED", "EXPIRED")
                        .contains(own.path("state").asText()))
                .toList();
    }

    private @Nullable List<JsonNode> claimNamed(Worker worker, String externalId) {
        return claim(
                worker,
                "/v1/jobs/" + job + "/claims?count=1",
                Map.of("externalId", externalId),
                "demo-%s-%s-%s".formatted(state.run(), worker.person().name(), externalId));
    }

    private void answerNamed(Worker worker, String externalId) {
        var claimed = claimNamed(worker, externalId);
        if (claimed == null) {
            throw new IllegalStateException("no slot of %s is left for %s, although the recording has one"
                    .formatted(externalId, worker.person().name()));
        }
        for (var task : claimed) {
            submit(worker, externalId, task.path("assignmentId").asText());
        }
    }

    private void takeOffers(Worker worker) {
        while (true) {
            var claimed = afterPilot(worker, () -> {
                var tasks = claim(
                        worker,
                        "/v1/jobs/" + job + "/claims?count=" + CLAIMS_AT_A_TIME,
                        null,
                        "demo-%s-%s".formatted(state.run(), UUID.randomUUID()));
                return tasks == null ? List.<JsonNode>of() : tasks;
            });
            if (claimed.isEmpty()) {
                return;
            }
            for (var task : claimed) {
                var externalId = task.path("externalId").asText();
                // Thinking takes no desk: others are served meanwhile.
                Waiting.pause(Math.round(
                        1000.0 * crowd.vote(worker.person(), externalId).seconds() / HASTE));
                atDesk(() -> {
                    look(task);
                    beat(worker, externalId, task.path("assignmentId").asText());
                    submit(worker, externalId, task.path("assignmentId").asText());
                    return externalId;
                });
            }
        }
    }

    /** {@return the tasks claimed, or null when none is left for this person} */
    private @Nullable List<JsonNode> claim(
            Worker worker, String path, @Nullable Map<String, String> named, String key) {
        var claimed = new ArrayList<JsonNode>();
        var ended = new boolean[1];
        Waiting.until(worker.person().name() + " may claim", () -> {
            try {
                api.post(worker.session(), path, named, key).path("items").forEach(claimed::add);
            } catch (ApiProblem problem) {
                var code = problem.code();
                if (code.equals("profile-missing")) {
                    // The profile is on its way to the task-service.
                    return false;
                } else if (code.equals("pilot-only")) {
                    throw new PilotRuns();
                } else if (code.equals("already-claimed") && named != null) {
                    // A claim whose answer was lost: it is among the person's own.
                    claimed.addAll(lost(worker, named.getOrDefault("externalId", "")));
                } else if (code.equals("no-tasks-left") || (code.equals("job-not-open") && named == null)) {
                    // Not open: everything was answered and approved while this person was asking.
                    ended[0] = true;
                } else {
                    throw problem;
                }
            }
            return true;
        });
        return ended[0] ? null : claimed;
    }

    private List<JsonNode> lost(Worker worker, String externalId) {
        var mine = own(worker).stream()
                .filter(own -> own.path("externalId").asText().equals(externalId))
                .toList();
        var open = mine.stream()
                .filter(own -> own.path("state").asText().equals("CLAIMED"))
                .map(Shift::asClaimed)
                .toList();
        answered.addAndGet(mine.size() - open.size());
        return open;
    }

    private static JsonNode asClaimed(JsonNode own) {
        return own.deepCopy() instanceof com.fasterxml.jackson.databind.node.ObjectNode view
                ? view.put("assignmentId", own.path("id").asText())
                : own;
    }

    private void look(JsonNode task) {
        var link = task.path("input").path("image");
        if (!link.isTextual()) {
            return;
        }
        var picture = api.open(link.asText());
        for (int i = 0; i < PNG.length; i++) {
            if (picture.length < PNG.length || picture[i] != PNG[i]) {
                throw new Amounts.UnexpectedAnswer("the picture at " + link.asText() + " is no PNG");
            }
        }
        pictures.incrementAndGet();
    }

    private void beat(Worker worker, String externalId, String assignment) {
        api.post(
                worker.session(),
                "/v1/assignments/" + assignment + "/heartbeat",
                Map.of("activeSeconds", crowd.vote(worker.person(), externalId).seconds()),
                null);
    }

    private void submit(Worker worker, String externalId, String assignment) {
        var vote = crowd.vote(worker.person(), externalId);
        var submission = new HashMap<String, Object>();
        submission.put("answer", Map.of(Posting.OUTPUT, crowd.kind().write(vote.label())));
        submission.put("activeSeconds", vote.seconds());
        try {
            api.post(worker.session(), "/v1/assignments/" + assignment + "/submit", submission, null);
        } catch (ApiProblem problem) {
            if (problem.code().equals("assignment-expired")) {
                throw new IllegalStateException(
                        "the claim of %s on %s ran out before the answer came: the run was continued after the job's time limit"
                                .formatted(worker.person().name(), externalId),
                        problem);
            }
            throw problem;
        }
        answered.incrementAndGet();
    }

    /** The job measures its time on a few people first, and this person has to wait for it. */
    private static final class PilotRuns extends RuntimeException {

        private static final long serialVersionUID = 1;

        PilotRuns() {
            super("the pilot runs", null, false, false);
        }
    }

    /**
     * As {@link #atDesk}, again until the pilot is over. Who waits for it takes no desk, which those in it need; and one after the
     * other asks, as thousands would keep the marketplace busy with refusing them.
     */
    private <T> T afterPilot(Worker worker, Supplier<T> step) {
        var done = new ArrayList<T>(1);
        Waiting.until(
                worker.person().name() + " may claim after the pilot",
                () -> wasAdmitted(step, done) || wasAdmittedInTurn(step, done));
        return done.getFirst();
    }

    private <T> boolean wasAdmitted(Supplier<T> step, List<T> done) {
        try {
            done.add(atDesk(step));
            return true;
        } catch (PilotRuns wait) {
            pilotIsOver = false;
            return false;
        }
    }

    private <T> boolean wasAdmittedInTurn(Supplier<T> step, List<T> done) {
        asking.lock();
        try {
            if (pilotIsOver) {
                // Found out while this one waited: no reason to ask in turn any more.
                return false;
            }
            boolean admitted = wasAdmitted(step, done);
            pilotIsOver = admitted;
            if (!admitted) {
                Waiting.pause(PILOT_PAUSE_MILLIS);
            }
            return admitted;
        } finally {
            asking.unlock();
        }
    }

    private <T> T atDesk(Supplier<T> step) {
        try {
            desks.acquire();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped", stopped);
        }
        try {
            return step.get();
        } finally {
            desks.release();
        }
    }
}
