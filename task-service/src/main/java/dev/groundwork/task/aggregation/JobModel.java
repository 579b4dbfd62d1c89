package dev.groundwork.task.aggregation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import dev.groundwork.task.spec.OutputField;
import dev.groundwork.truth.Limit;

import org.jspecify.annotations.Nullable;

/**
 * What the answers of a job teach: learned once from all of them, then used for any of its tasks, also for answers that came
 * since.
 */
public final class JobModel {

    private final Map<OutputField, FieldResult> byField;
    private final long bytes;
    private final int controls;

    private JobModel(Map<OutputField, FieldResult> byField, long bytes, int controls) {
        this.byField = byField;
        this.bytes = bytes;
        this.controls = controls;
    }

    /**
     * Starts to learn.
     *
     * @param previous what was learned of fewer answers of the same job, to start from; null for the first time
     */
    public static Lesson lesson(List<OutputField> fields, Controls controls, @Nullable JobModel previous, Limit limit) {
        return new Lesson(fields, controls, previous, limit);
    }

    /** {@return about how many bytes it takes; what does not grow with the answers is not counted} */
    public long bytes() {
        return bytes;
    }

    /**
     * {@return about how many bytes a lesson takes at its height}
     *
     * <p>Of each closed question an answer is a row to be sorted, and a task has probabilities: those found, those of the
     * candidate that is tried out, and those of what was known before. Other kinds learn from a bounded number of tasks.
     */
    public static long bytesOfLesson(List<OutputField> fields, long tasks, long answers) {
        return classesOfQuestions(fields)
                .mapToLong(classes -> answers * 16 + tasks * (8 + 12L * classes))
                .sum();
    }

    /** Of each closed question an answer is kept as worker and label, and a task as its place and its probabilities. */
    private static long bytes(List<OutputField> fields, long tasks, long answers) {
        return classesOfQuestions(fields)
                .mapToLong(classes -> answers * 6 + tasks * (4 + 4L * classes))
                .sum();
    }

    /** One number for each closed question of a spec: how many classes it has. */
    private static IntStream classesOfQuestions(List<OutputField> fields) {
        return fields.stream().flatMapToInt(field -> switch (field.kind().consensus()) {
            case CATEGORICAL, ORDINAL -> IntStream.of(field.labels().size());
            case LABEL_SET -> field.labels().stream().mapToInt(label -> 2);
            case PREFERENCE ->
                IntStream.rangeClosed(0, field.dimensions().size())
                        .map(question -> field.labels().size() + 1);
            default -> IntStream.empty();
        });
    }

    /** {@return how many control tasks were known} */
    public int controls() {
        return controls;
    }

    /** {@return how the values of each property are found, in the order of the schema} */
    public Map<String, MethodUsed> methods() {
        var methods = new LinkedHashMap<String, MethodUsed>();
        byField.forEach((field, result) -> methods.put(field.name(), result.method()));
        return methods;
    }

    /**
     * What the answers to one task come to.
     *
     * @return one outcome for each property that any answer has, in the order of the schema
     */
    public Map<String, Outcome> outcomes(long position, List<Given> answersOfTask) {
        var outcomes = new LinkedHashMap<String, Outcome>();
        byField.forEach((field, result) -> result.of(position, FieldResult.values(field.name(), answersOfTask))
                .ifPresent(outcome -> outcomes.put(field.name(), outcome)));
        return outcomes;
    }

    /** {@return whether tasks whose answers did not change would be decided as by that earlier model} */
    public boolean decidesLike(JobModel earlier) {
        for (var own : byField.entrySet()) {
            var other = earlier.byField.get(own.getKey());
            if (other == null || !own.getValue().decidesLike(other)) {
                return false;
            }
        }
        return true;
    }

    /** Sees all usable answers of a job, task after task in the order of positions. */
    public static final class Lesson {

        private final Map<OutputField, FieldResult.Learner> learners = new LinkedHashMap<>();
        private final int controls;
        private final List<OutputField> fields;
        private long answers;
        private long tasks;

        private Lesson(List<OutputField> fields, Controls controls, @Nullable JobModel previous, Limit limit) {
            this.fields = fields;
            this.controls = controls.size();
            for (OutputField field : fields) {
                var before = previous == null ? null : previous.byField.get(field);
                learners.put(field, learner(field, controls, limit, before));
            }
        }

        /** Takes the usable answers to one task. */
        public void see(long position, List<Given> answersOfTask) {
            answers += answersOfTask.size();
            tasks = position + 1;
            learners.forEach(
                    (field, learner) -> learner.see(position, FieldResult.values(field.name(), answersOfTask)));
        }

        /** {@return what was learned} */
        public JobModel learn() {
            var byField = new LinkedHashMap<OutputField, FieldResult>();
            learners.forEach((field, learner) -> byField.put(field, learner.learn()));
            return new JobModel(byField, bytes(fields, tasks, answers), controls);
        }
    }

    /** A row a kind of consensus: who learns it. */
    private static FieldResult.Learner learner(
            OutputField field, Controls controls, Limit limit, @Nullable FieldResult before) {
        return switch (field.kind().consensus()) {
            case CATEGORICAL, ORDINAL -> CategoryResult.learner(field, controls, limit, before);
            case LABEL_SET -> LabelSetResult.learner(field, controls, limit, before);
            case NUMBER -> NumberResult.learner(field, controls);
            case TEXT -> TextResult.learner(field);
            case SHAPES ->
                switch (field.kind()) {
                    case POLYGONS -> ShapeResult.polygons(field, controls);
                    case KEYPOINTS -> ShapeResult.skeletons(field, controls);
                    default -> ShapeResult.boxes(field, controls);
                };
            case SPANS -> SpanResult.learner(field, controls);
            case RANKING -> RankingResult.learner(field, controls);
            case PREFERENCE -> PreferenceResult.learner(field, controls, limit, before);
            case TURNS -> TurnResult.learner(field, controls);
            case LIST -> new FileResult();
        };
    }
}
