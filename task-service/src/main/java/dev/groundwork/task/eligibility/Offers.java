package dev.groundwork.task.eligibility;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.NotAllowed;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.RuleViolation;
import dev.groundwork.task.assignment.Columns;
import dev.groundwork.task.eligibility.WorkerStandings.WorkerStanding;
import dev.groundwork.task.floor.FloorRate;
import dev.groundwork.task.floor.WageFloors;
import dev.groundwork.task.policy.TrainingCourse;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.task.time.TimeStatistic;
import dev.groundwork.task.time.TimeStatistics;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** What a worker can work on now, with everything they should know before they accept. */
@ApplicationScoped
class Offers {

    private static final BigDecimal HOUR_SECONDS = BigDecimal.valueOf(3600);

    private static final String JOBS = """
            select j.id, j.title, j.description, j.requester_id, j.reward_minor, j.currency, j.time_limit_seconds,
                   j.time_estimate_seconds, j.review_window_seconds, j.places, j.spec_hash,
                   j.assignment_count - p.claimed - p.submitted - p.approved - p.accepted_unused - p.rejection_held
                       - p.appealed - p.rejected + p.rejected_unpaid - greatest(0, p.screened_out - coalesce(j.screen_outs, 0)),
                   case when j.screen_outs is not null then (select count(*) from claim_cursor b where b.job_id = j.id) end,
                   p.screened_out
            from job j
            join job_progress p on p.job_id = j.id
            left join claim_cursor c on c.job_id = j.id and c.worker_id = ?
            """;

    /**
     * Open jobs that admit the worker's place and have a slot of a task that the worker has not had. The search for that slot
     * starts where the worker's last claim ended, like the claim itself, so it ends at the first row or two.
     */
    private static final String CLAIMABLE = """
                  (j.state = 'OPEN'
                   or j.state = 'PILOT' and (
                      select count(*) < j.pilot_slots and not coalesce(bool_or(a.worker_id = ?), false)
                      from assignment a
                      where a.job_id = j.id and a.state not in ('RETURNED', 'EXPIRED', 'SCREENED_OUT')
                        and %s))
              and (j.places = '{}' or j.places && ?)
              and (j.screen_outs is null
                   or not exists (select from screen_out s where s.job_id = j.id and s.worker_id = ?))
              and (exists (
                      select from returned_slot r where r.job_id = j.id and r.seq > coalesce(c.returned_seq, 0)
                      and not exists (select from assignment a where a.task_id = r.task_id and a.worker_id = ?))
                   or exists (
                      select from open_task o
                      where o.job_id = j.id and o.position > greatest(coalesce(c.position, 0), p.head)
                      and not exists (select from assignment a where a.task_id = o.task_id and a.worker_id = ?)))
            """.formatted(TrainingCourse.NO_TRAINING_SQL);

    private static final String OFFERED = JOBS + " where " + CLAIMABLE + " and j.id < ? order by j.id desc limit ?";

    /** Who holds a task of the job needs its spec, also when it was the last. */
    private static final String ONE = JOBS + " where (" + CLAIMABLE + """
            or exists (select from assignment a where a.job_id = j.id and a.worker_id = ? and a.state = 'CLAIMED'))
            and j.id = ? limit 1
            """;

    private static final String RECORDS = """
            select j.requester_id, sum(p.approved + p.accepted_unused), sum(p.rejection_held + p.appealed + p.rejected),
                   sum(p.review_seconds), sum(p.overturned), sum(p.rejected)
            from job j join job_progress p on p.job_id = j.id
            where j.requester_id = any (?) group by j.requester_id
            """;

    private final AgroalDataSource database;
    private final WorkerStandings standings;
    private final TimeStatistics times;
    private final WageFloors floors;
    private final TaskSpecs specs;

    Offers(
            AgroalDataSource database,
            WorkerStandings standings,
            TimeStatistics times,
            WageFloors floors,
            TaskSpecs specs) {
        this.database = database;
        this.standings = standings;
        this.times = times;
        this.floors = floors;
        this.specs = specs;
    }

    /** {@return what the worker can claim of, newest job first} */
    Page<OfferView> of(UUID workerId, @Nullable String cursor, int limit) {
        var place = placeOf(workerId);
        var before = Cursor.decodeUuid(cursor);
        var first = before == null ? new UUID(-1, -1) : before;
        return Page.of(
                        find(workerId, place, OFFERED, first, limit + 1),
                        limit,
                        last -> Cursor.encode(last.view().jobId()))
                .map(Offered::view);
    }

    /** {@return one offer with instructions and spec, also of a job whose last task the worker holds} */
    OfferView one(UUID workerId, UUID jobId) {
        return find(workerId, placeOf(workerId), ONE, workerId, jobId).stream()
                .findFirst()
                .map(offered ->
                        offered.view().withSpec(specs.byHash(offered.specHash()).document()))
                .orElseThrow(() -> new NotFound("offer", jobId));
    }

    private Place placeOf(UUID workerId) {
        WorkerStanding standing = standings.find(workerId);
        if (standing == null) {
            throw new RuleViolation(
                    "profile-missing",
                    "Your profile is not known here yet. Register it by PUT /v1/me, or wait a moment if you just did.");
        }
        if (standing.standing() != Standing.ACTIVE) {
            throw new NotAllowed(
                    "worker-suspended",
                    "Your account is %s and cannot claim tasks now.".formatted(standing.standing()));
        }
        return standing.place();
    }

    private record Row(
            UUID jobId,
            String title,
            @Nullable String description,
            UUID requesterId,
            Money reward,
            long timeLimitSeconds,
            long timeEstimateSeconds,
            long reviewSeconds,
            List<String> places,
            String specHash,
            long tasksLeft,
            OfferView.@Nullable Screening screening) {}

    private record Offered(OfferView view, String specHash) {}

    /** What a requester decided so far, over all jobs. */
    private record RequesterRecord(long approved, long rejected, long reviewSeconds, long overturned, long upheld) {
        private static final RequesterRecord NONE = new RequesterRecord(0, 0, 0, 0, 0);

        private long decisions() {
            return approved + rejected;
        }

        private @Nullable Double share(long part) {
            return share(part, decisions());
        }

        /** Of the rejections that are final one way or the other. */
        private @Nullable Double overturnedShare() {
            return share(overturned, overturned + upheld);
        }

        private static @Nullable Double share(long part, long whole) {
            return whole == 0 ? null : OfferView.share(part, whole);
        }
    }

    /** @param rest what the statement asks for after worker and place */
    private List<Offered> find(UUID workerId, Place place, String sql, Object... rest) {
        try (var connection = database.getConnection()) {
            var rows = rows(connection, workerId, place, sql, rest);
            var jobIds = rows.stream().map(Row::jobId).toList();
            var measured = times.ofJobs(connection, jobIds);
            var records = records(connection, rows);
            var floorOf = new HashMap<String, FloorRate>();
            return rows.stream()
                    .map(row -> new Offered(
                            view(
                                    row,
                                    measured.get(row.jobId()),
                                    records.getOrDefault(row.requesterId(), RequesterRecord.NONE),
                                    floorOf.computeIfAbsent(
                                            row.reward().currency(),
                                            currency -> floors.forPlace(place.narrowest(), currency))),
                            row.specHash()))
                    .toList();
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read offers", failure);
        }
    }

    private static List<Row> rows(Connection connection, UUID workerId, Place place, String sql, Object[] rest)
            throws SQLException {
        try (var query = connection.prepareStatement(sql)) {
            query.setObject(1, workerId);
            query.setObject(2, workerId);
            query.setArray(
                    3,
                    connection.createArrayOf(
                            "text",
                            place.subdivision() == null
                                    ? new String[] {place.country()}
                                    : new String[] {place.country(), place.subdivision()}));
            query.setObject(4, workerId);
            query.setObject(5, workerId);
            query.setObject(6, workerId);
            for (int i = 0; i < rest.length; i++) {
                query.setObject(7 + i, rest[i]);
            }
            var found = new ArrayList<Row>();
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    found.add(new Row(
                            row.getObject(1, UUID.class),
                            row.getString(2),
                            row.getString(3),
                            row.getObject(4, UUID.class),
                            new Money(row.getLong(5), row.getString(6)),
                            row.getLong(7),
                            row.getLong(8),
                            row.getLong(9),
                            List.of((String[]) row.getArray(10).getArray()),
                            row.getString(11),
                            row.getLong(12),
                            screening(row.getObject(13, Long.class), row.getLong(14))));
                }
            }
            return found;
        }
    }

    /** @param begun null for a job that screens nobody out */
    private static OfferView.@Nullable Screening screening(@Nullable Long begun, long screenedOut) {
        return begun == null ? null : OfferView.Screening.of(begun, screenedOut);
    }

    private static Map<UUID, RequesterRecord> records(Connection connection, List<Row> rows) throws SQLException {
        var requesters = new HashSet<UUID>();
        rows.forEach(row -> requesters.add(row.requesterId()));
        var records = new HashMap<UUID, RequesterRecord>();
        try (var query = connection.prepareStatement(RECORDS)) {
            query.setArray(1, new Columns<>(connection, requesters).uuids(id -> id));
            try (var row = query.executeQuery()) {
                while (row.next()) {
                    records.put(
                            row.getObject(1, UUID.class),
                            new RequesterRecord(
                                    row.getLong(2), row.getLong(3), row.getLong(4), row.getLong(5), row.getLong(6)));
                }
            }
        }
        return records;
    }

    private static OfferView view(Row row, @Nullable TimeStatistic statistic, RequesterRecord record, FloorRate floor) {
        var time = statistic == null || !statistic.canTell() ? null : statistic;
        long seconds = time == null ? row.timeEstimateSeconds() : time.medianSeconds();
        return new OfferView(
                row.jobId(),
                row.title(),
                row.description(),
                row.requesterId(),
                MoneyBody.of(row.reward()),
                row.timeLimitSeconds(),
                row.timeEstimateSeconds(),
                time == null ? null : time.medianSeconds(),
                time == null ? null : time.p25Seconds(),
                time == null ? null : time.p75Seconds(),
                time != null,
                time == null ? OfferView.NOT_MEASURED : OfferView.MEASURED,
                time == null ? 0 : time.workers(),
                MoneyBody.of(hourly(row.reward(), seconds)),
                new OfferView.Floor(
                        MoneyBody.of(floor.perHour()),
                        floor.kindWord(),
                        floor.place(),
                        floor.source(),
                        floor.effective(),
                        floor.confidence()),
                row.tasksLeft(),
                record.share(record.approved()),
                record.share(record.rejected()),
                record.overturnedShare(),
                record.decisions(),
                row.reviewSeconds(),
                record.decisions() == 0 ? null : record.reviewSeconds() / record.decisions(),
                row.screening(),
                row.places(),
                null,
                null);
    }

    /** Rounded down: a promise must not be larger than what comes of it. */
    private static Money hourly(Money reward, long seconds) {
        long minor = BigDecimal.valueOf(reward.minor())
                .multiply(HOUR_SECONDS)
                .divide(BigDecimal.valueOf(seconds), 0, RoundingMode.DOWN)
                .longValueExact();
        return new Money(minor, reward.currency());
    }
}
