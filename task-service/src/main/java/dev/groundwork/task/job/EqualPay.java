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
 * The same work has one base reward, wherever and in whatever language it is done: a job that asks for what another of the same requester
 * asks for, in other places or languages, and pays otherwise is not published, and no raise and no end of a pause brings about what would
 * not be published.
 */
@ApplicationScoped
class EqualPay {

    private static final Duration REMEMBERED = Duration.ofDays(90);
    private static final int MOST_LOOKED_AT = 500;

    /** Between currencies, where the rates that compare them are not of today. */
    private static final BigDecimal TOLERANCE = new BigDecimal("0.95");

    /**
     * Held until the end of the transaction by whoever publishes, raises or resumes for a requester: of two at once, the second sees what
     * the first did. After the job and the lock of its times, as everywhere.
     */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('equal pay ' || ?, 0))";

    /**
     * Those that were open, or are about to be; for other places or in other languages, and at another reward. Paused ones take no claims:
     * they are held to this when they are resumed.
     */
    private static final String OTHERS = """
            select j.id, j.title, j.description, j.reward_minor, j.currency, j.state in ('FUNDING', 'PILOT', 'OPEN'),
                   s.document::text, case when j.raise_id is null then j.reward_minor else j.raise_minor end,
                   j.languages
            from job j join task_spec s on s.hash = j.spec_hash
            where j.requester_id = ? and j.id <> ? and j.published_at >= ? and (j.opened_at is not null or j.state = 'FUNDING')
              and not (j.places @> ?::text[] and j.places <@ ?::text[] and j.languages = ?::text[])
              and (j.reward_minor <> ? or j.currency <> ? or j.raise_id is not null)
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

    /**
     * A job for the same work in other places or languages.
     *
     * @param asked what it is about to be raised to; its reward where no raise waits for its money
     * @param open whether it takes claims, or will once its money is held
     */
    private record Other(UUID id, SameWork work, Money reward, Money asked, boolean open) {}

    /**
     * Refuses a job that is about to take claims and pays less than its variant, or more than one that is open.
     *
     * @throws Unprocessable {@code pay-gap-unjustified}, with the ratio of the two and what to do
     */
    void orRefuse(Job job) {
        lock(job.requesterId());
        for (Other other : variants(job, job.reward())) {
            refuseLess(job.reward(), other);
            refuseMore(job.reward(), other, "raise the reward of that job first");
        }
    }

    /**
     * Refuses a raise above a variant that is open; of a paused job, which is compared when it goes on, one that would not let it.
     *
     * @throws Unprocessable {@code pay-gap-unjustified}, as {@link #orRefuse}
     */
    void orRefuseRaise(Job job, Money higher) {
        lock(job.requesterId());
        for (Other other : variants(job, higher)) {
            if (job.state() == JobState.PAUSED) {
                refuseLess(higher, other);
            } else {
                refuseMore(higher, other, "pause that job, raise both to the same, and resume it");
            }
        }
    }

    /** {@return whether a job may go on beside its variants} */
    boolean allows(Job job) {
        return variants(job, job.reward()).stream()
                .noneMatch(other ->
                        isLess(job.reward(), other.asked()) || (other.open() && isLess(other.reward(), job.reward())));
    }

    private void lock(UUID requesterId) {
        try (Connection tx = database.getConnection();
                var lock = tx.prepareStatement(LOCK)) {
            lock.setString(1, requesterId.toString());
            lock.execute();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot compare the jobs of requester " + requesterId, failure);
        }
    }

    private List<Other> variants(Job job, Money reward) {
        List<Other> others = others(job, reward);
        if (others.isEmpty()) {
            return others;
        }
        SameWork work = SameWork.of(
                job.title(),
                job.description(),
                job.languages(),
                specs.byHash(job.specHash()).document());
        return others.stream().filter(other -> work.isVariantOf(other.work())).toList();
    }

    private void refuseLess(Money reward, Other other) {
        if (isLess(reward, other.asked())) {
            boolean oneCurrency = reward.currency().equals(other.asked().currency());
            throw refusal(
                    ratio(reward, other.asked()),
                    other,
                    other.asked(),
                    "This job pays " + reward + " and job " + other.id()
                            + ", which asks for the same work in other places or languages, "
                            + other.asked() + ". The same work has one base reward: raise this one to that"
                            + (oneCurrency ? "" : ", in its currency") + ".");
        }
    }

    private void refuseMore(Money reward, Other other, String wayOut) {
        if (other.open() && isLess(other.reward(), reward)) {
            throw refusal(
                    ratio(other.reward(), reward),
                    other,
                    other.reward(),
                    "Job " + other.id()
                            + ", which asks for the same work in other places or languages and is open, pays "
                            + other.reward() + " and this one " + reward
                            + ". The same work has one base reward: " + wayOut + ".");
        }
    }

    private boolean isLess(Money reward, Money than) {
        BigDecimal least = reward.currency().equals(than.currency()) ? BigDecimal.ONE : TOLERANCE;
        return ratio(reward, than).compareTo(least) < 0;
    }

    private BigDecimal ratio(Money reward, Money than) {
        return worth(reward).divide(worth(than), 6, RoundingMode.HALF_UP);
    }

    private static Unprocessable refusal(BigDecimal ratio, Other other, Money otherReward, String detail) {
        return new Unprocessable(
                "pay-gap-unjustified",
                detail,
                Map.of(
                        "ratio", ratio.setScale(2, RoundingMode.HALF_UP).toPlainString(),
                        "otherJobId", other.id().toString(),
                        "otherReward", otherReward.decimal(),
                        "otherCurrency", otherReward.currency()));
    }

    /** In hours at the marketplace's own floor, which is one and the same in every currency. */
    private BigDecimal worth(Money reward) {
        Money floor =
                floors.forJob(FloorPolicy.UNIFORM, List.of(), reward.currency()).perHour();
        return new BigDecimal(reward.decimal()).divide(new BigDecimal(floor.decimal()), 12, RoundingMode.HALF_UP);
    }

    private List<Other> others(Job job, Money reward) {
        try (Connection tx = database.getConnection();
                var query = tx.prepareStatement(OTHERS)) {
            var places = tx.createArrayOf("text", job.places().toArray());
            query.setObject(1, job.requesterId());
            query.setObject(2, job.id());
            query.setTimestamp(3, Timestamp.from(clock.instant().minus(REMEMBERED)));
            query.setArray(4, places);
            query.setArray(5, places);
            query.setArray(6, tx.createArrayOf("text", job.languages().toArray()));
            query.setLong(7, reward.minor());
            query.setString(8, reward.currency());
            query.setInt(9, MOST_LOOKED_AT);
            List<Other> others = new ArrayList<>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    JsonNode spec = json.readTree(row.getString(7));
                    others.add(new Other(
                            Objects.requireNonNull(row.getObject(1, UUID.class)),
                            SameWork.of(
                                    row.getString(2),
                                    row.getString(3),
                                    List.of((String[]) row.getArray(9).getArray()),
                                    spec),
                            new Money(row.getLong(4), row.getString(5)),
                            new Money(row.getLong(8), row.getString(5)),
                            row.getBoolean(6)));
                }
            }
            return others;
        } catch (SQLException | JsonProcessingException failure) {
            throw new IllegalStateException("cannot look for variants of job " + job.id(), failure);
        }
    }
}
