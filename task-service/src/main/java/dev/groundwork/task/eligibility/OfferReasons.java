package dev.groundwork.task.eligibility;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.contracts.worker.v1.WorkerEvent.Standing;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.task.eligibility.OfferReasonsView.Rule;
import dev.groundwork.task.eligibility.WorkerStandings.WorkerStanding;
import dev.groundwork.task.policy.TrainingCourse;
import dev.groundwork.task.time.TimeStatistic;
import dev.groundwork.task.time.TimeStatistics;

import io.agroal.api.AgroalDataSource;
import org.jspecify.annotations.Nullable;

/** The rules by which {@link Offers} lists a job or not, said one by one. */
@ApplicationScoped
class OfferReasons {

    /** The same conditions as those of the list, each as a column. What was never open is its requester's alone. */
    private static final String FACTS = """
            select j.state, j.state_reason, j.places, j.time_estimate_seconds, j.pilot_share, j.pilot_measured, j.pilot_slots,
                   l.taking, l.takes_part,
                   exists (select from returned_slot r where r.job_id = j.id
                           and not exists (select from assignment a where a.task_id = r.task_id and a.worker_id = ?))
                   or exists (select from open_task o
                              where o.job_id = j.id and o.position > greatest(coalesce(c.position, 0), p.head)
                              and not exists (select from assignment a where a.task_id = o.task_id and a.worker_id = ?)),
                   exists (select from screen_out s where s.job_id = j.id and s.worker_id = ?)
            from job j
            join job_progress p on p.job_id = j.id
            left join claim_cursor c on c.job_id = j.id and c.worker_id = ?
            cross join lateral (
                select count(*) as taking, coalesce(bool_or(a.worker_id = ?), false) as takes_part
                from assignment a
                where j.state = 'PILOT' and a.job_id = j.id and a.state not in ('RETURNED', 'EXPIRED', 'SCREENED_OUT')
                  and %s) l
            where j.id = ? and j.state not in ('DRAFT', 'FUNDING')
            """.formatted(TrainingCourse.NO_TRAINING_SQL);

    private final AgroalDataSource database;
    private final WorkerStandings standings;
    private final TimeStatistics times;

    OfferReasons(AgroalDataSource database, WorkerStandings standings, TimeStatistics times) {
        this.database = database;
        this.standings = standings;
        this.times = times;
    }

    /** {@return every rule for this worker and job} */
    OfferReasonsView of(UUID workerId, UUID jobId) {
        var standing = standings.find(workerId);
        try (var connection = database.getConnection();
                var query = connection.prepareStatement(FACTS)) {
            for (int parameter = 1; parameter <= 5; parameter++) {
                query.setObject(parameter, workerId);
            }
            query.setObject(6, jobId);
            try (var row = query.executeQuery()) {
                if (!row.next()) {
                    throw new NotFound("offer", jobId);
                }
                var rules = rules(row, standing);
                return new OfferReasonsView(
                        jobId, rules.stream().allMatch(Rule::holds), rules, time(connection, jobId, row.getLong(4)));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot read why job " + jobId + " is offered", failure);
        }
    }

    private static List<Rule> rules(ResultSet row, @Nullable WorkerStanding standing) throws SQLException {
        var rules = new ArrayList<Rule>();
        rules.add(account(standing));
        var state = row.getString(1);
        var reason = row.getString(2);
        boolean open = state.equals("OPEN") || state.equals("PILOT");
        rules.add(new Rule(
                "job-open",
                open,
                "The job is %s%s.".formatted(state, reason == null || open ? "" : " (" + reason + ")")));
        if (state.equals("PILOT")) {
            rules.add(pilot(row));
        }
        rules.add(place(List.of((String[]) row.getArray(3).getArray()), standing));
        if (row.getBoolean(11)) {
            rules.add(new Rule("not-screened-out", false, "You answered that this job is not for you."));
        }
        boolean left = row.getBoolean(10);
        rules.add(new Rule(
                "tasks-left",
                left,
                left
                        ? "It has a task that you have not had."
                        : "Every answer wanted is taken, or you had each of the tasks that are left."));
        return rules;
    }

    private static Rule account(@Nullable WorkerStanding standing) {
        return standing == null
                ? new Rule("account-active", false, "Your profile is not known here yet; register it by PUT /v1/me.")
                : new Rule(
                        "account-active",
                        standing.standing() == Standing.ACTIVE,
                        "Your account is %s.".formatted(standing.standing()));
    }

    private static Rule pilot(ResultSet row) throws SQLException {
        boolean takesPart = row.getBoolean(9);
        boolean full = row.getLong(8) >= row.getLong(7);
        return new Rule(
                "pilot",
                !takesPart && !full,
                "%s %d of %d answers are measured; the rest opens by itself when the time is known and paid for."
                        .formatted(
                                takesPart
                                        ? "You have taken your part of its pilot."
                                        : full
                                                ? "Every answer of its pilot is in other workers' hands."
                                                : "Its pilot takes one answer a worker.",
                                row.getLong(6),
                                row.getLong(5)));
    }

    private static Rule place(List<String> places, @Nullable WorkerStanding standing) {
        if (places.isEmpty()) {
            return new Rule("place", true, "It is open everywhere.");
        }
        return new Rule(
                "place",
                standing != null && standing.place().isAdmittedBy(places),
                "It is open to %s.".formatted(String.join(", ", places)));
    }

    private String time(Connection connection, UUID jobId, long estimateSeconds) throws SQLException {
        TimeStatistic measured = times.ofJobs(connection, List.of(jobId)).get(jobId);
        return measured != null && measured.canTell()
                ? "Measured on %d workers: half needed at most %d seconds, three quarters at most %d."
                        .formatted(measured.workers(), measured.medianSeconds(), measured.p75Seconds())
                : "Estimate, not measured: the requester announces %d seconds a task.".formatted(estimateSeconds);
    }
}
