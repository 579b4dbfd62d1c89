package dev.groundwork.task.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import jakarta.enterprise.context.ApplicationScoped;

import io.agroal.api.AgroalDataSource;
import io.quarkus.logging.Log;
import io.quarkus.narayana.jta.QuarkusTransaction;

/** How jobs are looked at, each by itself, with a rest after each look. */
@ApplicationScoped
class PayLooks {

    private static final long REST_FOR_COST = 50;

    private static final int MOST_REMEMBERED = 10_000;

    private final JobRepository jobs;
    private final AgroalDataSource database;
    private final Map<UUID, Long> restUntilNanos = new ConcurrentHashMap<>();

    PayLooks(JobRepository jobs, AgroalDataSource database) {
        this.jobs = jobs;
        this.database = database;
    }

    /** @param nowNanos as of {@link System#nanoTime} */
    boolean isResting(UUID jobId, long nowNanos) {
        return restUntilNanos.getOrDefault(jobId, nowNanos) - nowNanos > 0;
    }

    void rest(UUID jobId, long costNanos) {
        if (restUntilNanos.size() >= MOST_REMEMBERED) {
            restUntilNanos.clear();
        }
        restUntilNanos.put(jobId, System.nanoTime() + restNanos(costNanos));
    }

    /** {@return how long a job is left alone after a look at it: a look takes at most a fiftieth of the time, however long it takes} */
    static long restNanos(long costNanos) {
        return Math.min(costNanos * REST_FOR_COST, TimeUnit.MINUTES.toNanos(1));
    }

    /** A question to the database. */
    @FunctionalInterface
    interface Query<T> {
        T ask(Connection tx) throws SQLException;
    }

    <T> T read(Query<T> query) {
        try (var connection = database.getConnection()) {
            return query.ask(connection);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot look for jobs whose time is to be measured", failure);
        }
    }

    /** Locks a job and does something with it in a transaction of its own. */
    void inTransaction(UUID jobId, Consumer<Job> step) {
        QuarkusTransaction.requiringNew().run(() -> jobs.findForUpdate(jobId).ifPresent(step));
    }

    /** One job that cannot be looked at must not keep the others waiting. */
    static boolean attempt(UUID jobId, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException failure) {
            Log.errorf(failure, "the pay of job %s cannot be looked at; trying again at the next turn", jobId);
            return false;
        }
    }
}
