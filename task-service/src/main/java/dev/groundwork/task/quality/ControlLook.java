package dev.groundwork.task.quality;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.truth.gold.Calibration;
import dev.groundwork.truth.gold.GoldLeak;

import org.jspecify.annotations.Nullable;

/**
 * What the control answers of a job show, taken all together: too much to read for everybody who looks at the job.
 *
 * @param control answers to control tasks
 * @param training answers to training tasks
 * @param counted control answers that count, and how many of them are right
 * @param leak whether old control tasks are answered better than fresh ones: the first answers to each are fresh, all that come
 *     after are old
 * @param promise how what was said of them was kept; null where nothing was closed
 * @param tasks control tasks with answers
 * @param errorBefore by how much confidence and accuracy differ without the job's temperature
 * @param errorAfter by how much with it
 */
record ControlLook(
        long control,
        long training,
        Count counted,
        GoldLeak leak,
        ControlReplay.@Nullable Promise promise,
        int tasks,
        double errorBefore,
        double errorAfter) {

    private static final String COUNTS = """
            select count(*) filter (where not training), count(*) filter (where training),
                   count(*) filter (where not training and counts),
                   count(*) filter (where not training and counts and is_right),
                   count(*) filter (where not training and nr > ?), count(*) filter (where not training and nr > ? and is_right),
                   count(*) filter (where not training and nr <= ?), count(*) filter (where not training and nr <= ? and is_right)
            from (select training, counts, is_right,
                         row_number() over (partition by position order by answered_at, assignment_id) as nr
                  from control_answer where job_id = ?) a
            """;

    static ControlLook at(
            Connection connection,
            UUID jobId,
            Categories categories,
            @Nullable DynamicOverlap overlap,
            double temperature)
            throws SQLException {
        var calibration = new Calibration(temperature);
        var replay = ControlReplay.of(categories, new SkillStore(connection).latestOfJob(jobId), overlap, calibration);
        try (var query = connection.prepareStatement(COUNTS)) {
            for (int i = 1; i <= 4; i++) {
                query.setInt(i, Leak.FIRST);
            }
            query.setObject(5, jobId);
            try (var row = query.executeQuery()) {
                row.next();
                return new ControlLook(
                        row.getLong(1),
                        row.getLong(2),
                        new Count(row.getInt(4), row.getInt(3)),
                        GoldLeak.compare(row.getInt(6), row.getInt(5), row.getInt(8), row.getInt(7)),
                        replay.promise(),
                        replay.tasks(),
                        replay.calibrationError(Calibration.NONE),
                        replay.calibrationError(calibration));
            }
        }
    }
}
