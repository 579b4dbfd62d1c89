package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

import dev.groundwork.kit.failpoint.Failpoint;
import dev.groundwork.task.quality.DrainStore.Decision;
import dev.groundwork.task.quality.DrainStore.JobChange;
import dev.groundwork.task.quality.DrainStore.JobRow;
import dev.groundwork.task.quality.DrainStore.TaskRow;
import dev.groundwork.task.quality.DrainStore.Waiting;
import dev.groundwork.task.quality.SkillStore.Place;
import dev.groundwork.task.quality.SkillStore.Seat;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.truth.gold.Calibration;

/**
 * One round of thinking about answers, in one transaction: control answers change skills, then every task that got an answer is
 * thought about with the skills of now, and gets one more slot or its decision. What it concludes follows from what is stored
 * alone, so a round that is rolled back or repeated does no harm. It reads and thinks first and locks rows last, as claims of the
 * same jobs wait for the locks.
 */
final class Round {

    private final DrainStore store;
    private final SkillStore skillStore;
    private final TaskSpecs specs;
    private final Instant now;
    private final Map<UUID, Thought> jobs = new TreeMap<>();
    private final Map<Place, Leak> leaks = new LinkedHashMap<>();
    private final List<JudgedAnswer> discounted = new ArrayList<>();
    private final Map<Seat, WorkerRecord> records =
            new TreeMap<>(Comparator.comparing(Seat::jobId).thenComparing(Seat::workerId));
    private final List<Decision> decisions = new ArrayList<>();
    private final List<TaskRow> wanting = new ArrayList<>();

    /** What the round thinks of a job. */
    private static final class Thought {
        private final JobRow row;
        private final Categories categories;
        private final Map<String, Count> pool;
        private Calibration calibration;
        private long fitted;
        private long decided;
        private long judged;

        private Thought(JobRow row, Categories categories) {
            this.row = row;
            this.categories = categories;
            this.pool = new HashMap<>(row.pool());
            var overlap = row.policy().overlap();
            boolean expects = overlap != null && overlap.calibrated() && row.fitted() == 0;
            this.calibration = expects ? Calibration.EXPECTED : new Calibration(row.temperature());
            this.fitted = row.fitted();
        }
    }

    Round(Connection tx, TaskSpecs specs, Instant now) {
        this.store = new DrainStore(tx);
        this.skillStore = new SkillStore(tx);
        this.specs = specs;
        this.now = now;
    }

    /** {@return how many answers were thought about} */
    int run(int limit) throws SQLException {
        return run(store.oldest(limit));
    }

    /** {@return how many answers were thought about: all of these} */
    int run(List<Waiting> waiting) throws SQLException {
        if (waiting.isEmpty()) {
            return 0;
        }
        var jobIds = new HashSet<UUID>();
        waiting.forEach(answer -> jobIds.add(answer.jobId()));
        store.jobs(jobIds)
                .forEach((id, row) -> jobs.put(id, new Thought(row, Categories.of(specs.byHash(row.specHash())))));
        judge(waiting);
        decide(waiting);
        write();
        store.remove(waiting);
        Failpoint.hit("answer-drain.before-commit");
        return waiting.size();
    }

    private Thought job(UUID id) {
        return Objects.requireNonNull(jobs.get(id));
    }

    private void judge(List<Waiting> waiting) throws SQLException {
        var judged = new ArrayList<JudgedAnswer>();
        for (var known :
                skillStore.known(waiting.stream().map(Waiting::assignmentId).toList())) {
            var job = job(known.jobId());
            judged.add(job.categories.judge(known));
            job.judged++;
        }
        if (judged.isEmpty()) {
            return;
        }
        skillStore.keep(judged);
        var seats = new LinkedHashSet<Seat>();
        var places = new HashSet<Place>();
        for (var answer : judged) {
            seats.add(new Seat(answer.jobId(), answer.workerId()));
            if (!answer.training()) {
                places.add(new Place(answer.jobId(), answer.position()));
            }
        }
        seats.addAll(lookForLeaks(places));
        measure(seats);
        calibrate(judged);
    }

    /** {@return workers whose answers to a leaked control task no longer count} */
    private Set<Seat> lookForLeaks(Set<Place> places) throws SQLException {
        var touched = new LinkedHashSet<Seat>();
        skillStore.ofActive(places).forEach((place, answers) -> {
            var leak = Leak.in(answers);
            if (leak != null) {
                leaks.put(place, leak);
                answers.stream().skip(Leak.FIRST).forEach(answer -> {
                    discounted.add(answer);
                    touched.add(new Seat(answer.jobId(), answer.workerId()));
                });
            }
        });
        return touched;
    }

    private void measure(Set<Seat> seats) throws SQLException {
        var noLonger = new HashSet<UUID>();
        discounted.forEach(answer -> noLonger.add(answer.assignmentId()));
        var before = skillStore.skills(seats);
        skillStore.ofWorkers(seats).forEach((seat, answers) -> {
            var job = job(seat.jobId());
            var counting = answers.stream()
                    .map(answer -> noLonger.contains(answer.assignmentId()) ? answer.discounted() : answer)
                    .toList();
            var sizes = job.categories.sizes();
            var record = WorkerRecord.of(counting, sizes, job.row.policy().training());
            records.put(seat, record);
            sizes.keySet().forEach(output -> {
                var known = before.getOrDefault(seat, Map.of()).get(output);
                var change = record.of(output).minus(known == null ? Count.NONE : known.all());
                job.pool.merge(output, change, Count::plus);
            });
        });
    }

    /**
     * Fitting reads the latest control answers of a job: done when there are a tenth more of them than the last time, and for so few
     * jobs in a round that it ends in time. The others' turn comes with their next control answers.
     */
    private void calibrate(List<JudgedAnswer> judged) throws SQLException {
        var touched = new LinkedHashSet<UUID>();
        judged.stream().filter(answer -> !answer.training()).forEach(answer -> touched.add(answer.jobId()));
        int left = SkillStore.MOST_OF_JOB;
        for (var jobId : touched) {
            var job = job(jobId);
            long answered =
                    job.pool.values().stream().mapToLong(Count::answered).max().orElse(0);
            if (left > 0
                    && answered >= Calibration.FEWEST_TASKS
                    && answered >= job.fitted + Math.max(10, job.fitted / 10)) {
                var answers = skillStore.latestOfJob(jobId);
                left -= answers.size();
                var replay = ControlReplay.of(
                        job.categories, answers, job.row.policy().overlap(), job.calibration);
                job.calibration = replay.calibration();
                job.fitted = answered;
            }
        }
    }

    private void decide(List<Waiting> waiting) throws SQLException {
        var dynamic = new HashSet<UUID>();
        for (var answer : waiting) {
            if (job(answer.jobId()).row.policy().overlap() != null) {
                dynamic.add(answer.taskId());
            }
        }
        if (dynamic.isEmpty()) {
            return;
        }
        var tasks =
                store.tasks(dynamic).stream().filter(task -> !task.decided()).toList();
        var crowds = crowds(tasks);
        for (var task : tasks) {
            var crowd = Objects.requireNonNull(crowds.get(task.jobId()));
            var job = job(task.jobId());
            var verdict = crowd.judge(
                    crowd.votes(task),
                    Objects.requireNonNull(job.row.policy().overlap()),
                    task.overlap(),
                    task.isExhausted());
            decisions.add(new Decision(
                    task,
                    verdict,
                    crowd.categories().answerOf(verdict.classes()).toString()));
            if (verdict.state() != Verdict.State.OPEN) {
                job.decided++;
            } else if (!task.isWaiting()) {
                wanting.add(task);
            }
        }
    }

    private Map<UUID, Crowd> crowds(List<TaskRow> tasks) throws SQLException {
        var crowds = new HashMap<UUID, Crowd>();
        var seats = new HashSet<Seat>();
        for (var task : tasks) {
            crowds.computeIfAbsent(task.jobId(), id -> {
                var job = job(id);
                return new Crowd(job.categories, job.pool, job.calibration);
            });
            task.given().forEach(given -> seats.add(new Seat(task.jobId(), given.workerId())));
        }
        var skills = skillStore.skills(seats);
        // What this round has found out is not written yet.
        records.forEach((seat, record) -> {
            if (seats.contains(seat)) {
                skills.put(seat, record.outputs());
            }
        });
        skills.forEach((seat, outputs) ->
                Objects.requireNonNull(crowds.get(seat.jobId())).know(seat.workerId(), outputs));
        return crowds;
    }

    private void write() throws SQLException {
        var open = store.lock(jobs.keySet());
        if (!leaks.isEmpty()) {
            skillStore.leaked(leaks, discounted);
        }
        if (!records.isEmpty()) {
            skillStore.saveSkills(records);
        }
        var bought =
                wanting.stream().filter(task -> open.contains(task.jobId())).toList();
        if (!bought.isEmpty()) {
            store.buy(bought);
        }
        if (!decisions.isEmpty()) {
            store.decide(decisions, now);
        }
        store.saveJobs(jobs.values().stream()
                .map(job -> new JobChange(
                        job.row.id(), job.pool, job.calibration.temperature(), job.fitted, job.decided, job.judged))
                .toList());
    }
}
