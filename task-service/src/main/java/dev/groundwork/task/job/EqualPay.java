package dev.groundwork.task.job;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.floor.FloorPolicy;
import dev.groundwork.task.floor.WageFloors;
import dev.groundwork.task.spec.TaskSpecs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agroal.api.AgroalDataSource;

/**
 * The same work has one base reward, wherever it is done: a job that says what another of the same requester says, is for other places,
 * and pays otherwise is not published.
 */
@ApplicationScoped
class EqualPay {

    private static final Duration REMEMBERED = Duration.ofDays(90);
    private static final int MOST_LOOKED_AT = 500;

    /** Between currencies, where the rates that compare them are not of today. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.95");

    /** Those that were open, or are about to be; for other places and at another reward. */
    private static final String OTHERS = """
            select j.id, j.title, j.description, j.reward_minor, j.currency, j.ended_at is null and j.state <> 'CANCELLED',
                   s.document::text
            from job j join task_spec s on s.hash = j.spec_hash
            where j.requester_id = ? and j.id <> ? and j.published_at >= ? and (j.opened_at is not null or j.state = 'FUNDING')
              and not (j.places @> ?::text[] and j.places <@ ?::text[])
              and (j.reward_minor <> ? or j.currency <> ?)
            order by j.id desc limit ?
            """;

    private final TaskSpecs specs;
    private final WageFloors floors;
    private final AgroalDataSource database;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    EqualPay(TaskSpecs specs, WageFloors floors, AgroalDataSource database, Clock clock) {
        this.specs = specs;
        this.floors = floors;
        this.database = database;
        this.clock = clock;
    }

    private record Other(UUID id, SameWork work, Money reward, boolean open) {}

    /**
     * Refuses a job that pays less than its variant for other places, or more than one that is still open.
     *
     * @throws Unprocessable {@code pay-gap-unjustified}, with the ratio of the two and what to do
     */
    void orRefuse(Job job) {
        List<Other> others = others(job);
        if (others.isEmpty()) {
            return;
        }
        SameWork work = SameWork.of(
                job.title(), job.description(), specs.byHash(job.specHash()).document());
        for (Other other : others) {
            if (work.likeness(other.work()) >= SameWork.VARIANT) {
                compare(job.reward(), other);
            }
        }
    }

    private void compare(Money reward, Other other) {
        boolean oneCurrency = reward.currency().equals(other.reward().currency());
        BigDecimal ratio = worth(reward).divide(worth(other.reward()), 6, RoundingMode.HALF_UP);
        BigDecimal least = oneCurrency ? BigDecimal.ONE : TOLERANCE;
        if (ratio.compareTo(least) < 0) {
            refuse(
                    ratio,
                    other,
                    "This job pays " + reward + " and job " + other.id()
                            + ", which asks for the same work in other places, "
                            + other.reward() + ". The same work has one base reward: raise this one to that"
                            + (oneCurrency ? "" : ", in its currency") + ".");
        }
        BigDecimal back = worth(other.reward()).divide(worth(reward), 6, RoundingMode.HALF_UP);
        if (other.open() && back.compareTo(least) < 0) {
            refuse(
                    back,
                    other,
                    "Job " + other.id() + ", which asks for the same work in other places and is open, pays "
                            + other.reward() + " and this one " + reward
                            + ". The same work has one base reward: raise the reward of that job first.");
        }
    }

    private static void refuse(BigDecimal ratio, Other other, String detail) {
        throw new Unprocessable(
                "pay-gap-unjustified",
                detail,
                Map.of(
                        "ratio", ratio.setScale(2, RoundingMode.HALF_UP).toPlainString(),
                        "otherJobId", other.id().toString(),
                        "otherReward", other.reward().decimal(),
                        "otherCurrency", other.reward().currency()));
    }

    /** In hours at the marketplace's own floor, which is one and the same in every currency. */
    private BigDecimal worth(Money reward) {
        Money floor =
                floors.forJob(FloorPolicy.UNIFORM, List.of(), reward.currency()).perHour();
        return new BigDecimal(reward.decimal()).divide(new BigDecimal(floor.decimal()), 12, RoundingMode.HALF_UP);
    }

    private List<Other> others(Job job) {
        try (Connection tx = database.getConnection();
                var query = tx.prepareStatement(OTHERS)) {
            var places = tx.createArrayOf("text", job.places().toArray());
            query.setObject(1, job.requesterId());
            query.setObject(2, job.id());
            query.setTimestamp(3, Timestamp.from(clock.instant().minus(REMEMBERED)));
            query.setArray(4, places);
            query.setArray(5, places);
            query.setLong(6, job.reward().minor());
            query.setString(7, job.reward().currency());
            query.setInt(8, MOST_LOOKED_AT);
            List<Other> others = new ArrayList<>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    JsonNode spec = json.readTree(row.getString(7));
                    others.add(new Other(
                            Objects.requireNonNull(row.getObject(1, UUID.class)),
                            SameWork.of(row.getString(2), row.getString(3), spec),
                            new Money(row.getLong(4), row.getString(5)),
                            row.getBoolean(6)));
                }
            }
            return others;
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot look for variants of job " + job.id(), failure);
        }
    }
}
