package dev.groundwork.payment.guarantee;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.payment.escrow.Retention;
import dev.groundwork.payment.guarantee.GuaranteeConfig.Payer;
import dev.groundwork.payment.guarantee.Reckoning.Shortfall;
import dev.groundwork.payment.wage.HourlyRates;

/** Keeps in the escrow of a job that is over what its work of weeks that are not topped up yet may still cost. */
@ApplicationScoped
class OpenWeeks implements Retention {

    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final HourlyRates rates;
    private final GuaranteeConfig config;
    private final Clock clock;

    OpenWeeks(HourlyRates rates, GuaranteeConfig config, Clock clock) {
        this.rates = rates;
        this.config = config;
        this.clock = clock;
    }

    @Override
    public Map<UUID, Retained> of(Connection tx, Collection<UUID> jobIds) throws SQLException {
        if (config.payer() == Payer.PLATFORM || jobIds.isEmpty()) {
            return Map.of();
        }
        Instant now = clock.instant();
        Map<UUID, Retained> retained = new HashMap<>();
        Map<UUID, Shortfall> open =
                new Reckoning(tx, rates.read(tx)).ofJobs(jobIds, LocalDate.ofInstant(now, ZoneOffset.UTC));
        open.forEach((jobId, shortfall) -> {
            Instant over = shortfall
                    .lastWeek()
                    .plusDays(7)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toInstant()
                    .plus(config.grace());
            retained.put(jobId, new Retained(shortfall.minor(), later(over, now.plus(SHORTEST))));
        });
        pending(tx, jobIds)
                .forEach((jobId, minor) -> retained.merge(
                        jobId,
                        new Retained(minor, now.plus(SHORTEST)),
                        (one, other) -> new Retained(
                                Math.addExact(one.minor(), other.minor()), later(one.until(), other.until()))));
        return retained;
    }

    /** What reckoned weeks are owed and have not got yet; of one that several jobs share, all. */
    private static Map<UUID, Long> pending(Connection tx, Collection<UUID> jobIds) throws SQLException {
        try (var statement = tx.prepareStatement("""
                select j.job_id, sum(w.owed_minor - w.posted_minor)::bigint
                from wage_week w cross join unnest(w.jobs) as j (job_id)
                where w.owed_minor > w.posted_minor and j.job_id = any (?)
                group by j.job_id""")) {
            statement.setArray(1, tx.createArrayOf("uuid", jobIds.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                Map<UUID, Long> pending = new HashMap<>();
                while (row.next()) {
                    pending.put(Objects.requireNonNull(row.getObject(1, UUID.class)), row.getLong(2));
                }
                return pending;
            }
        }
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
