package dev.groundwork.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.Identity;

/**
 * The crowd at work where the marketplace decides how many answers it wants: everybody meets the control tasks of theirs first,
 * then every task is offered to as many as it gets in any case, and in every later round each task that still has an open slot to
 * the next of the people who answered it in the recording, in an order made by chance. What nobody asks for is never given.
 */
final class Purchase {

    private static final long PAUSE_MILLIS = 50;

    private final Api api;
    private final Identity.Session requester;
    private final Shift shift;
    private final QualityPlan plan;
    private final String job;
    private final int atATime;
    private final Map<String, ArrayDeque<Worker>> waiting = new ConcurrentHashMap<>();

    /** @param atATime how many people are served at the same instant */
    Purchase(Api api, Identity.Session requester, Shift shift, QualityPlan plan, String job, int atATime) {
        this.api = api;
        this.requester = requester;
        this.shift = shift;
        this.plan = plan;
        this.job = job;
        this.atATime = atATime;
    }

    /** Returns when every task is decided. */
    void work(List<Worker> workers, long seed) {
        var controls = new HashMap<Worker, List<String>>();
        line(workers, controls, seed);
        // All of them at once: while the job proves its pay, most people have to wait for ten others.
        Parallel.forEach(controls.entrySet(), Math.max(1, controls.size()), entry -> entry.getValue()
                .forEach(externalId -> shift.tryNamed(entry.getKey(), externalId)));
        awaitThought();
        int offers = QualityPlan.MIN_OVERLAP;
        for (var open = open(); !open.isEmpty(); open = open()) {
            var progress = Collections.newSetFromMap(new ConcurrentHashMap<String, Boolean>());
            int atMost = offers;
            offers = 1;
            Parallel.forEach(open, atATime, externalId -> {
                for (int n = 0; n < atMost && offer(externalId); n++) {
                    progress.add(externalId);
                }
            });
            awaitThought();
            if (progress.isEmpty() && open().containsAll(open)) {
                throw new IllegalStateException(
                        "%,d tasks want answers that the recording does not have".formatted(open.size()));
            }
        }
    }

    private void line(List<Worker> workers, Map<Worker, List<String>> controls, long seed) {
        var queues = new HashMap<String, List<Worker>>();
        for (var worker : workers) {
            var done = shift.startAgain(worker);
            for (var externalId : shift.planOf(worker)) {
                if (done.contains(externalId)) {
                    continue;
                }
                if (plan.isControl(externalId)) {
                    controls.computeIfAbsent(worker, person -> new ArrayList<>())
                            .add(externalId);
                } else {
                    queues.computeIfAbsent(externalId, task -> new ArrayList<>())
                            .add(worker);
                }
            }
        }
        var random = new Random(seed);
        queues.keySet().stream().sorted().forEach(externalId -> {
            var people = queues.getOrDefault(externalId, List.of());
            Collections.shuffle(people, random);
            waiting.put(externalId, new ArrayDeque<>(people));
        });
    }

    /** {@return whether somebody answered} */
    private boolean offer(String externalId) {
        var people = waiting.get(externalId);
        var next = people == null ? null : people.peek();
        if (people == null || next == null || !shift.tryNamed(next, externalId)) {
            return false;
        }
        people.poll();
        return true;
    }

    /** {@return tasks that are not decided} */
    private Set<String> open() {
        var open = new TreeSet<String>();
        for (var task : api.all(requester, "/v1/jobs/" + job + "/tasks?limit=1000")) {
            var externalId = task.path("externalId").asText();
            if (task.path("state").asText().equals("OPEN") && !plan.isControl(externalId)) {
                open.add(externalId);
            }
        }
        return open;
    }

    /** A slot appears some milliseconds after the answer that asks for it. */
    private void awaitThought() {
        long giveUp = System.nanoTime() + Waiting.LONGEST.toNanos();
        while (api.get(requester, "/v1/jobs/" + job + "/quality")
                        .path("labels")
                        .path("waiting")
                        .asLong()
                > 0) {
            if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("the marketplace does not think about its answers");
            }
            Waiting.pause(PAUSE_MILLIS);
        }
    }
}
