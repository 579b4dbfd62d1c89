package dev.groundwork.task.review;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.task.assignment.Assignment;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.assignment.Rejection;
import dev.groundwork.task.assignment.RejectionOutcome;
import dev.groundwork.task.assignment.RejectionReason;
import dev.groundwork.task.floor.FloorPay;
import dev.groundwork.task.floor.WageFloors;
import dev.groundwork.task.job.JobConfig;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** Works out what a rejection comes to for its worker, by the wage floor of their place and the times of the others. */
@ApplicationScoped
class Stakes {

    private static final int RATE_DIGITS = 20;

    private static final String PLACES = """
            select a.id, a.currency, coalesce(s.subdivision, s.country, ''), j.held_base_minor, j.held_reserve_minor
            from assignment a join job j on j.id = a.job_id left join worker_standing s on s.worker_id = a.worker_id
            where a.id = any (?)
            """;

    /** All submissions, whatever became of them: leaving out the rejected would leave out the slow. */
    private static final String OTHERS = """
            select percentile_cont(0.5) within group (order by active_seconds)
            from (select worker_id, active_seconds from assignment
                  where job_id = ? and submitted_at is not null order by id desc limit 500) a
            where worker_id <> ?
            group by worker_id
            """;

    private final WageFloors floors;
    private final JobConfig config;
    private final AgroalDataSource database;

    Stakes(WageFloors floors, JobConfig config, AgroalDataSource database) {
        this.floors = floors;
        this.config = config;
        this.database = database;
    }

    private record Scale(String place, String currency) {}

    /**
     * What an answer is worth at least, and at most.
     *
     * @param floorPerHour of the worker's place
     * @param reserveRate what is held above a reward, as a part of it
     */
    record Limits(Money floorPerHour, BigDecimal reserveRate) {}

    /** {@return the limits of each assignment's pay; asked before a transaction, as it takes connections of its own} */
    Map<UUID, Limits> limits(Collection<UUID> assignmentIds) {
        var scales = new HashMap<UUID, Scale>();
        var rates = new HashMap<UUID, BigDecimal>();
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(PLACES)) {
            query.setArray(1, new Columns<>(connection, assignmentIds).uuids(id -> id));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    var id = row.getObject(1, UUID.class);
                    scales.put(id, new Scale(row.getString(3), row.getString(2)));
                    rates.put(id, reserveRate(row.getObject(4, Long.class), row.getObject(5, Long.class)));
                }
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read where workers live", failure);
        }
        var known = new HashMap<Scale, Money>();
        var limits = new HashMap<UUID, Limits>();
        scales.forEach((id, scale) -> limits.put(
                id,
                new Limits(
                        known.computeIfAbsent(scale, one -> floors.forPlace(one.place(), one.currency())
                                .perHour()),
                        Objects.requireNonNull(rates.get(id)))));
        return limits;
    }

    /** What is really held for the job, whatever the rate is by now; today's where that was not kept yet. */
    private BigDecimal reserveRate(@Nullable Long heldBase, @Nullable Long heldReserve) {
        return heldBase == null || heldReserve == null
                ? config.reserveRate()
                : BigDecimal.valueOf(heldReserve).divide(BigDecimal.valueOf(heldBase), RATE_DIGITS, RoundingMode.DOWN);
    }

    /** {@return how long the other workers of the assignment's job took} */
    static OthersTimes others(Connection tx, Assignment assignment) throws SQLException {
        try (var query = tx.prepareStatement(OTHERS)) {
            query.setObject(1, assignment.terms().jobId());
            query.setObject(2, assignment.terms().workerId());
            List<Double> medians = new ArrayList<>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    medians.add(row.getDouble(1));
                }
            }
            return new OthersTimes(medians);
        }
    }

    /** {@return what the rejection comes to} */
    Rejection.Stake of(Assignment assignment, RejectionReason reason, OthersTimes others, Limits limits) {
        var outcome = reason.outcome(others.isGoodFaith(assignment.activeSeconds()));
        long reward = assignment.terms().rewardMinor();
        return new Rejection.Stake(
                outcome,
                switch (outcome) {
                    case UNPAID -> 0;
                    case FULL_PAY -> reward;
                    case FLOOR_PAY ->
                        floorPay(
                                limits.floorPerHour().minor(),
                                assignment.activeSeconds(),
                                reward,
                                limits.reserveRate());
                });
    }

    /**
     * The floor for the time spent, rounded up, and at least one minor unit: {@link RejectionOutcome#UNPAID} alone is nothing.
     * At most what the job's hold has for one answer: its reward and its part of the reserve.
     */
    static long floorPay(long floorPerHour, long activeSeconds, long reward, BigDecimal reserveRate) {
        var most = BigDecimal.valueOf(reward)
                .add(BigDecimal.valueOf(reward).multiply(reserveRate).setScale(0, RoundingMode.DOWN));
        return FloorPay.of(floorPerHour, activeSeconds, most.longValueExact());
    }
}
