package dev.groundwork.task.claim;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import jakarta.inject.Inject;

import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.local.testing.KafkaTestResource;
import dev.groundwork.local.testing.PostgresTestResource;
import dev.groundwork.local.testing.TokensTestResource;
import dev.groundwork.task.assignment.AssignmentWork;
import dev.groundwork.task.claim.Market.TestJob;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.virtual.threads.VirtualThreads;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Hundreds of workers at once: nobody gets a task twice, no slot is lost or made up, and the counters stay true. */
@QuarkusTest
@WithTestResource(PostgresTestResource.class)
@WithTestResource(KafkaTestResource.class)
@WithTestResource(TokensTestResource.class)
class ConcurrentWorkTest {

    @Inject
    Market market;

    @Inject
    ClaimDesk desk;

    @Inject
    AssignmentWork work;

    @Inject
    AgroalDataSource database;

    @Inject
    java.time.Clock clock;

    @Inject
    dev.groundwork.task.assignment.OpenAttempts attempts;

    @Inject
    dev.groundwork.task.assignment.TaskInputs inputs;

    @Inject
    ClaimConfig config;

    @Inject
    @VirtualThreads
    ExecutorService virtualThreads;

    @Inject
    ObjectMapper json;

    private static Claims claim(ClaimDesk counter, Claim claim) {
        return answered(counter.claim(claim, Runnable::run));
    }

    private static <T> T answered(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof DomainProblem refusal ? refusal : failed;
        }
    }

    /** One worker claims, and submits or returns, until nothing is left for them. */
    private List<UUID> workUntilNothingIsLeft(ClaimDesk counter, TestJob job, UUID worker, long seed) throws Exception {
        var random = new Random(seed);
        var tasks = new ArrayList<UUID>();
        while (true) {
            List<ClaimedTask> claimed;
            try {
                claimed = claim(counter, new Claim(job.id(), worker, 1 + random.nextInt(4), null, null, null))
                        .items();
            } catch (RuleViolation refused) {
                assertThat(refused.code()).isEqualTo("no-tasks-left");
                return tasks;
            }
            for (ClaimedTask task : claimed) {
                tasks.add(task.taskId());
                if (random.nextInt(5) == 0) {
                    work.giveBack(task.assignmentId(), worker);
                } else {
                    answered(work.submit(task.assignmentId(), worker, json.readTree("{\"label\":\"dog\"}"), 1L, false));
                }
            }
        }
    }

    private Map<UUID, List<UUID>> workAll(List<ClaimDesk> counters, TestJob job, List<UUID> workers) throws Exception {
        var calls = new ArrayList<Callable<List<UUID>>>();
        for (int i = 0; i < workers.size(); i++) {
            var worker = workers.get(i);
            var counter = counters.get(i % counters.size());
            long seed = i;
            calls.add(() -> workUntilNothingIsLeft(counter, job, worker, seed));
        }
        var done = new HashMap<UUID, List<UUID>>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            var futures = pool.invokeAll(calls);
            for (int i = 0; i < workers.size(); i++) {
                done.put(workers.get(i), futures.get(i).get());
            }
        }
        return done;
    }

    private List<UUID> workers(int count) {
        var workers = new ArrayList<UUID>();
        for (int i = 0; i < count; i++) {
            workers.add(market.worker());
        }
        return workers;
    }

    private void requireTrueSums(TestJob job, long slotsInAll, Map<UUID, List<UUID>> done) {
        var counters = market.counters(job);
        assertThat(counters).containsAllEntriesOf(market.counted(job));
        assertThat(Stream.of("slots", "claimed", "submitted", "approved")
                        .mapToLong(name -> counters.getOrDefault(name, -1L))
                        .sum())
                .isEqualTo(slotsInAll);
        done.forEach((worker, tasks) -> assertThat(Set.copyOf(tasks)).hasSameSizeAs(tasks));
    }

    @Test
    void two_hundred_workers_of_one_job_leave_true_sums() throws Exception {
        var job = market.open(Market.terms().tasks(300, 5));

        var done = workAll(List.of(desk), job, workers(200));
        letOthersTakeTheRest(job, 5);

        requireTrueSums(job, 1500, done);
        assertThat(market.counters(job)).containsEntry("slots", 0L);
    }

    @Test
    void two_instances_that_race_for_the_same_job_leave_true_sums() throws Exception {
        var other = new ClaimDesk(clock, attempts, inputs, database, config, virtualThreads);
        try {
            var job = market.open(Market.terms().tasks(200, 3));

            var done = workAll(List.of(desk, other), job, workers(60));
            letOthersTakeTheRest(job, 3);

            requireTrueSums(job, 600, done);
            assertThat(market.counters(job)).containsEntry("slots", 0L);
        } finally {
            other.close();
        }
    }

    @Test
    void exactly_as_many_workers_as_the_overlap_finish_a_job_between_them() throws Exception {
        var other = new ClaimDesk(clock, attempts, inputs, database, config, virtualThreads);
        try {
            var job = market.open(Market.terms().tasks(100, 4));
            var workers = workers(4);
            var calls = new ArrayList<Callable<Integer>>();
            for (int i = 0; i < 8; i++) {
                // Each worker works in two windows at once, one at each instance.
                var worker = workers.get(i % 4);
                var counter = i < 4 ? desk : other;
                calls.add(() -> claimUntilNothingIsLeft(counter, job, worker));
            }
            int claimed = 0;
            try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
                for (var future : pool.invokeAll(calls)) {
                    claimed += future.get();
                }
            }

            assertThat(claimed).isEqualTo(400);
            assertThat(market.counters(job)).containsEntry("slots", 0L).containsEntry("claimed", 400L);
        } finally {
            other.close();
        }
    }

    /** What the last worker gave back may have found nobody left to take it; as many newcomers as the overlap do. */
    private void letOthersTakeTheRest(TestJob job, int overlap) {
        workers(overlap).forEach(worker -> claimUntilNothingIsLeft(desk, job, worker));
    }

    private long claimed(TestJob job) {
        return market.counters(job).getOrDefault("claimed", -1L);
    }

    private static int claimUntilNothingIsLeft(ClaimDesk counter, TestJob job, UUID worker) {
        int claimed = 0;
        while (true) {
            try {
                claimed += claim(counter, new Claim(job.id(), worker, 3, null, null, null))
                        .items()
                        .size();
            } catch (RuleViolation refused) {
                return claimed;
            }
        }
    }

    @Test
    void a_pause_that_has_answered_is_the_last_word() throws Exception {
        var job = market.open(Market.terms().tasks(5000, 1));
        var workers = workers(40);
        var claimedAtPause = new long[1];
        var calls = new ArrayList<Callable<Integer>>();
        for (UUID worker : workers) {
            calls.add(() -> claimUntilNothingIsLeft(desk, job, worker));
        }
        calls.add(() -> {
            org.awaitility.Awaitility.await().until(() -> claimed(job) > 200);
            market.setState(job, "PAUSED");
            claimedAtPause[0] = claimed(job);
            return 0;
        });

        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : pool.invokeAll(calls)) {
                future.get();
            }
        }

        assertThat(market.counters(job)).containsEntry("claimed", claimedAtPause[0]);
        assertThat(claimedAtPause[0]).isLessThan(5000);
    }

    @Test
    void claims_under_one_key_at_the_same_time_get_the_same_tasks() throws Exception {
        var job = market.open(Market.terms().tasks(50, 1));
        var worker = market.worker();
        var calls = new ArrayList<Callable<Set<UUID>>>();
        for (int i = 0; i < 20; i++) {
            calls.add(() -> {
                var ids = new HashSet<UUID>();
                claim(desk, new Claim(job.id(), worker, 2, null, null, "once"))
                        .items()
                        .forEach(task -> ids.add(task.assignmentId()));
                return ids;
            });
        }

        var answers = new HashSet<Set<UUID>>();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var future : pool.invokeAll(calls)) {
                answers.add(future.get());
            }
        }

        assertThat(answers).hasSize(1);
        assertThat(market.counters(job)).containsEntry("claimed", 2L);
    }
}
