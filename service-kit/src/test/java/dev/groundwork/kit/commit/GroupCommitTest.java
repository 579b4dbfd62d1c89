package dev.groundwork.kit.commit;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;

import dev.groundwork.kit.commit.GroupCommit.BatchWork;
import dev.groundwork.kit.commit.GroupCommit.Settings;
import dev.groundwork.kit.problem.DomainProblem;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.kit.problem.TryLater;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@Timeout(60)
class GroupCommitTest {

    private final Books books = new Books();

    /** What a command shall end in: by its number, so that every run of a seed is the same. */
    private enum Fate {
        DONE,
        REFUSED,
        BROKEN,
        THROWN;

        static Fate of(long number, int seed) {
            return switch (new Random(number * 31 + seed).nextInt(20)) {
                case 0 -> REFUSED;
                case 1 -> BROKEN;
                case 2 -> THROWN;
                default -> DONE;
            };
        }
    }

    /** Refuses some commands, fails on others, and answers each with itself times ten. */
    private static final class Work implements BatchWork<Long, Long> {

        private final int seed;
        private final List<Integer> sizes = new ArrayList<>();
        private final AtomicInteger commits = new AtomicInteger();

        Work(int seed) {
            this.seed = seed;
        }

        @Override
        public List<Outcome<Long>> run(Connection tx, List<Long> commands) throws SQLException {
            synchronized (sizes) {
                sizes.add(commands.size());
            }
            var outcomes = new ArrayList<Outcome<Long>>();
            for (var number : commands) {
                switch (Fate.of(number, seed)) {
                    case REFUSED -> outcomes.add(Outcome.refused(new RuleViolation("odd-number", "no " + number)));
                    case BROKEN -> throw new SQLException("value too long " + number, "22001");
                    case THROWN -> throw new IllegalStateException("stumbled over " + number);
                    case DONE -> {
                        Books.write(tx, number);
                        outcomes.add(Outcome.done(number * 10));
                    }
                }
            }
            return outcomes;
        }

        @Override
        public void committed() {
            commits.incrementAndGet();
        }

        int largestBatch() {
            synchronized (sizes) {
                return sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1,1,0", "2,1,0", "3,1,2", "4,3,0", "5,4,1", "6,1,0", "7,2,0", "8,8,0"})
    void a_batch_ends_as_its_commands_would_one_by_one(int seed, int lanes, int lingerMillis) throws Exception {
        var work = new Work(seed);
        var numbers = LongStream.range(0, 3000).boxed().toList();
        var answers = new ArrayList<Future<Long>>();

        try (var commit = new GroupCommit<>(
                        "test", books, new Settings(64, Duration.ofMillis(lingerMillis), lanes, 100_000), work);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var number : numbers) {
                // Those who wait and those who were given a promise, side by side.
                answers.add(
                        callers.submit(() -> number % 2 == 0 ? commit.execute(number) : kept(commit.submit(number))));
            }
        }

        var expected = new ArrayList<Long>();
        for (var number : numbers) {
            var answer = answers.get(number.intValue());
            switch (Fate.of(number, seed)) {
                case DONE -> {
                    expected.add(number);
                    assertThat(answer.get()).isEqualTo(number * 10);
                }
                case REFUSED ->
                    assertThat(answer.exceptionNow())
                            .isInstanceOfSatisfying(RuleViolation.class, refusal -> assertThat(refusal.detail())
                                    .isEqualTo("no " + number));
                case BROKEN -> assertThat(answer.exceptionNow()).hasRootCauseMessage("value too long " + number);
                case THROWN -> assertThat(answer.exceptionNow()).hasRootCauseMessage("stumbled over " + number);
            }
        }
        assertThat(books.entries()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(work.largestBatch()).isBetween(2, 64);
        assertThat(work.commits.get()).isPositive();
    }

    private static Long kept(CompletionStage<Long> promise) throws Exception {
        try {
            return promise.toCompletableFuture().get();
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    @Nested
    class Waiting {

        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch proceed = new CountDownLatch(1);

        /** Holds the first batch until told otherwise, so that the others have to queue. */
        private GroupCommit<Long, Long> blocked(Settings settings) {
            return new GroupCommit<>("test", books, settings, (tx, commands) -> {
                running.countDown();
                try {
                    proceed.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                var outcomes = new ArrayList<Outcome<Long>>();
                for (var number : commands) {
                    Books.write(tx, number);
                    outcomes.add(Outcome.done(number));
                }
                return outcomes;
            });
        }

        @Test
        void what_queues_meanwhile_goes_together_and_in_order() throws Exception {
            var commit = blocked(Settings.defaults());
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var first = callers.submit(() -> commit.execute(0L));
                running.await();
                var others = LongStream.rangeClosed(1, 5)
                        .mapToObj(number -> callers.submit(() -> commit.execute(number)))
                        .toList();

                proceed.countDown();

                assertThat(first.get()).isZero();
                for (var other : others) {
                    assertThat(other.get()).isPositive();
                }
            }
            commit.close();
            assertThat(books.entries()).hasSize(6).startsWith(0L);
        }

        @Test
        void closing_answers_whoever_waits_and_refuses_whoever_comes() throws Exception {
            var commit = blocked(Settings.defaults());
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var waiting = LongStream.range(0, 50)
                        .mapToObj(number -> callers.submit(() -> commit.execute(number)))
                        .toList();
                running.await();
                var closing = callers.submit(commit::close);
                assertThatThrownBy(() -> closing.get(50, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);

                proceed.countDown();
                closing.get();

                int answered = 0;
                for (var one : waiting) {
                    // A caller that had not queued yet when the closing began is refused; none is left waiting.
                    try {
                        one.get();
                        answered++;
                    } catch (ExecutionException e) {
                        assertThat(codeOf(e)).isEqualTo("shutting-down");
                    }
                }
                assertThat(books.entries()).hasSize(answered);
                assertThatThrownBy(() -> commit.execute(99L)).isInstanceOf(TryLater.class);
            }
        }

        @Test
        void more_than_the_limit_is_refused_at_once() throws Exception {
            var commit = blocked(new Settings(1, Duration.ZERO, 1, 3));
            try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
                var first = callers.submit(() -> commit.execute(0L));
                running.await();
                Callable<Long> call = () -> commit.execute(1L);
                var others =
                        List.of(callers.submit(call), callers.submit(call), callers.submit(call), callers.submit(call));

                var refused = firstFailed(others);

                assertThat(codeOf(refused)).isEqualTo("overloaded");
                proceed.countDown();
                first.get();
            }
            commit.close();
            assertThat(books.entries()).hasSize(4);
        }

        private ExecutionException firstFailed(List<Future<Long>> calls) throws InterruptedException {
            while (true) {
                for (var call : calls) {
                    if (call.isDone()) {
                        try {
                            call.get();
                        } catch (ExecutionException e) {
                            return e;
                        }
                    }
                }
                Thread.onSpinWait();
            }
        }

        @Test
        void an_interrupted_caller_still_learns_what_became_of_its_command() throws Exception {
            var commit = blocked(Settings.defaults());
            var result = new CompletableFuture<String>();
            var caller = Thread.ofVirtual()
                    .start(() -> result.complete(commit.execute(5L) + " interrupted "
                            + Thread.currentThread().isInterrupted()));
            running.await();

            caller.interrupt();
            proceed.countDown();

            assertThat(result.get()).isEqualTo("5 interrupted true");
            commit.close();
        }
    }

    @Nested
    class TheDatabase {

        private final AtomicInteger faults = new AtomicInteger();

        private void fail(int times, String state, boolean atCommit) {
            faults.set(times);
            if (atCommit) {
                books.onCommit(() -> faults.getAndDecrement() > 0 ? new SQLException("as told", state) : null);
            } else {
                books.onConnect(() -> faults.getAndDecrement() > 0 ? new SQLException("as told", state) : null);
            }
        }

        private GroupCommit<Long, Long> commit() {
            return new GroupCommit<>("test", books, Settings.defaults(), (tx, commands) -> {
                var outcomes = new ArrayList<Outcome<Long>>();
                for (var number : commands) {
                    Books.write(tx, number);
                    outcomes.add(Outcome.done(number));
                }
                return outcomes;
            });
        }

        @Test
        void that_is_away_is_reported_as_such_and_nothing_is_kept() {
            fail(1, "08006", false);
            try (var commit = commit()) {
                assertThatThrownBy(() -> commit.execute(1L))
                        .isInstanceOfSatisfying(TryLater.class, later -> assertThat(later.code())
                                .isEqualTo("database-unavailable"));
                assertThat(commit.execute(2L)).isEqualTo(2L);
            }
            assertThat(books.entries()).containsExactly(2L);
        }

        @Test
        void that_broke_during_the_commit_leaves_the_outcome_open() {
            fail(1, "08006", true);
            try (var commit = commit()) {
                assertThatThrownBy(() -> commit.execute(1L))
                        .isInstanceOfSatisfying(TryLater.class, later -> assertThat(later.code())
                                .isEqualTo("outcome-unknown"));
            }
        }

        @Test
        void that_chose_us_as_the_victim_of_a_deadlock_is_asked_again() {
            fail(3, "40P01", true);
            try (var commit = commit()) {
                assertThat(commit.execute(1L)).isEqualTo(1L);
            }
            assertThat(books.entries()).containsExactly(1L);
        }
    }

    @Test
    void commands_of_one_key_keep_to_their_lane() {
        var lanes = new ConcurrentHashMap<Long, String>();
        var work = new BatchWork<Long, Long>() {
            @Override
            public List<Outcome<Long>> run(Connection tx, List<Long> commands) {
                var outcomes = new ArrayList<Outcome<Long>>();
                for (var command : commands) {
                    var lane = lanes.putIfAbsent(
                            laneKey(command), Thread.currentThread().getName());
                    assertThat(lane).isIn(null, Thread.currentThread().getName());
                    outcomes.add(Outcome.done(command));
                }
                return outcomes;
            }

            @Override
            public Long laneKey(Long command) {
                return command % 10;
            }
        };

        try (var commit = new GroupCommit<>("test", books, new Settings(8, Duration.ZERO, 3, 100), work)) {
            for (long command = 0; command < 200; command++) {
                assertThat(commit.execute(command)).isEqualTo(command);
            }
        }

        assertThat(lanes.values().stream().distinct().count()).isBetween(2L, 3L);
    }

    @Test
    void an_outcome_too_few_fails_the_commands_and_not_the_lane() {
        var answers = new AtomicInteger();
        try (var commit = new GroupCommit<Long, Long>("test", books, Settings.defaults(), (tx, commands) -> {
            return answers.getAndIncrement() == 0 ? List.of() : List.of(Outcome.done(7L));
        })) {
            assertThatThrownBy(() -> commit.execute(1L)).hasRootCauseMessage("1 commands were answered by 0 outcomes");
            assertThat(commit.execute(1L)).isEqualTo(7L);
        }
    }

    private static String codeOf(ExecutionException thrown) {
        return thrown.getCause() instanceof DomainProblem refusal ? refusal.code() : String.valueOf(thrown.getCause());
    }
}
