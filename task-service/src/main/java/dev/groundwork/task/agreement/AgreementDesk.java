package dev.groundwork.task.agreement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.kit.paging.Page;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.NotFound;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.agreement.AgreementView.FieldAgreement;
import dev.groundwork.task.agreement.AgreementView.LabelCount;
import dev.groundwork.task.agreement.AgreementView.Pair;
import dev.groundwork.task.agreement.AgreementView.PairTable;
import dev.groundwork.task.agreement.ChartsView.AgreementBar;
import dev.groundwork.task.agreement.ChartsView.FieldCharts;
import dev.groundwork.task.agreement.Looks.Seen;
import dev.groundwork.task.agreement.TaskNames.Name;
import dev.groundwork.task.agreement.Workers.Standing;
import dev.groundwork.task.job.JobDesk;
import dev.groundwork.task.quality.WorkerSkills;
import dev.groundwork.task.quality.WorkerSkills.Accuracy;
import dev.groundwork.task.spec.Consensus;
import dev.groundwork.task.spec.OutputKind;
import dev.groundwork.task.spec.TaskSpecs;
import dev.groundwork.truth.agreement.Coefficient;
import dev.groundwork.truth.agreement.CohenKappa;
import dev.groundwork.truth.agreement.CohenKappa.NumberedPair;
import dev.groundwork.truth.agreement.ConfusionMatrix;
import dev.groundwork.truth.agreement.FleissKappa;
import dev.groundwork.truth.agreement.KrippendorffAlpha;
import dev.groundwork.truth.agreement.PercentAgreement;

import org.jspecify.annotations.Nullable;

/** What a requester sees of the agreement in a job. Somebody else's job is no job. */
@ApplicationScoped
class AgreementDesk {

    private static final int LEAST_COMMON_TASKS = 10;
    private static final int MOST_PAIRS_SHOWN = 100;
    private static final int MOST_WORKERS_PAIRED = 200;

    /** Counts of all pairs together: four million numbers, sixteen megabytes for a moment. */
    private static final int MOST_PAIR_COUNTS = 1 << 22;

    private static final int MOST_LABELS_CONFUSED = 200;
    private static final int BARS = 10;

    private final JobDesk jobs;
    private final TaskSpecs specs;
    private final Looks looks;
    private final TaskNames names;
    private final WorkerSkills skills;

    AgreementDesk(JobDesk jobs, TaskSpecs specs, Looks looks, TaskNames names, WorkerSkills skills) {
        this.jobs = jobs;
        this.specs = specs;
        this.looks = looks;
        this.names = names;
        this.skills = skills;
    }

    /**
     * The newest look at a requester's job.
     *
     * @throws NotFound {@code job-not-found}
     */
    Seen look(UUID requesterId, UUID jobId) {
        return looks.of(
                jobId, specs.byHash(jobs.get(requesterId, jobId).specHash()).outputs());
    }

    AgreementView agreement(Seen seen) {
        Look look = seen.look();
        return new AgreementView(
                look.jobId(),
                look.takenAt(),
                seen.current(),
                look.complete(),
                look.answers(),
                look.tasks(),
                look.workers().size(),
                AgreementView.NOTE,
                look.columns().stream().map(column -> field(look, column)).toList());
    }

    private static FieldAgreement field(Look look, Column column) {
        return switch (column) {
            case LabelColumn labels -> ofLabels(look, labels);
            case LikenessColumn likeness -> ofLikeness(look, likeness);
        };
    }

    private static FieldAgreement ofLabels(Look look, LabelColumn column) {
        var labels = column.labels();
        boolean ordinal = column.field().kind().consensus() == Consensus.ORDINAL;
        int paired = tasksWithTwo(look, column);
        return new FieldAgreement(
                column.field().name(),
                column.field().kind().word(),
                column.field().agree().metric().word(),
                ordinal ? "ordinal" : "nominal",
                column.answers(),
                paired,
                paired,
                Figure.of(PercentAgreement.of(labels), Figure.NO_TASK_WITH_TWO_ANSWERS),
                Figure.of(ordinal ? KrippendorffAlpha.ordinal(labels) : KrippendorffAlpha.nominal(labels)),
                Figure.of(FleissKappa.of(labels)),
                pairs(look, column),
                counts(column));
    }

    private static FieldAgreement ofLikeness(Look look, LikenessColumn column) {
        return new FieldAgreement(
                column.field().name(),
                column.field().kind().word(),
                column.field().agree().metric().word(),
                column.field().kind() == OutputKind.NUMBER ? "interval" : "measure",
                column.answers(),
                tasksWithTwo(look, column),
                column.tasksCompared(),
                Figure.of(column.likeness(), Figure.NO_TASK_WITH_TWO_ANSWERS),
                Figure.of(column.alpha()),
                Figure.missing(Figure.NOT_FOR_THIS_KIND),
                null,
                null);
    }

    private static int tasksWithTwo(Look look, Column column) {
        int count = 0;
        for (int task = 0; task < look.tasks(); task++) {
            count += column.answers(task) > 1 ? 1 : 0;
        }
        return count;
    }

    private static List<LabelCount> counts(LabelColumn column) {
        var counts = column.distribution();
        var labels = column.field().labels();
        var shown = new ArrayList<LabelCount>(counts.length);
        for (int label = 0; label < counts.length; label++) {
            shown.add(new LabelCount(labels.get(label), counts[label]));
        }
        return shown;
    }

    /** Between the workers with most answers: pairs grow with the square of the workers. */
    private static PairTable pairs(Look look, LabelColumn column) {
        int most = (int)
                Math.sqrt(2.0 * MOST_PAIR_COUNTS / (2 + 2 * column.labels().classes()));
        int[] workers = Arrays.stream(look.workers().byAnswers())
                .limit(Math.clamp(most, 2, MOST_WORKERS_PAIRED))
                .toArray();
        var pairs = CohenKappa.ofPairs(column.labels(), workers, LEAST_COMMON_TASKS);
        var mean = pairs.stream()
                .map(NumberedPair::kappa)
                .map(Coefficient::optional)
                .flatMapToDouble(OptionalDouble::stream)
                .average();
        return new PairTable(
                Figure.of(mean, pairs.isEmpty() ? "no-pair-with-enough-common-tasks" : "only-one-value"),
                workers.length,
                pairs.size(),
                LEAST_COMMON_TASKS,
                pairs.stream()
                        .sorted(Comparator.comparingInt(NumberedPair::commonTasks)
                                .reversed())
                        .limit(MOST_PAIRS_SHOWN)
                        .map(pair -> new Pair(
                                look.workers().id(pair.one()),
                                look.workers().id(pair.other()),
                                pair.commonTasks(),
                                pair.percentAgreement(),
                                Figure.of(pair.kappa())))
                        .toList());
    }

    /**
     * Which labels of a property are given where which are the result.
     *
     * @param field name of the property; null for the first that has labels
     * @param worker whose answers count; null for everybody's
     */
    ConfusionView confusion(Seen seen, @Nullable String field, @Nullable UUID worker) {
        Look look = seen.look();
        LabelColumn column = labels(look, field);
        if (column.labels().classes() > MOST_LABELS_CONFUSED) {
            throw new Unprocessable(
                    "too-many-labels",
                    "%s has %d labels, and a table of them is shown up to %d: export the answers instead."
                            .formatted(column.field().name(), column.labels().classes(), MOST_LABELS_CONFUSED));
        }
        int number = worker == null ? -1 : look.workers().number(worker);
        if (worker != null && number < 0) {
            throw new NotFound("worker", worker);
        }
        var matrix = ConfusionMatrix.of(
                column.labels(),
                column.field().labels(),
                answering -> worker == null || answering == number,
                column::result);
        return new ConfusionView(
                look.jobId(),
                look.takenAt(),
                seen.current(),
                look.complete(),
                column.field().name(),
                worker,
                column.resultsFrom(),
                matrix.labels(),
                matrix.counts(),
                Figure.of(matrix.accuracy(), "no-answers"),
                Figure.of(matrix.kappa()));
    }

    /** The workers of a job, those with most answers first; agreement is told of one property, the first with labels unless named. */
    Page<JobWorkerView> workers(Seen seen, @Nullable String field, @Nullable String cursor, int limit) {
        Look look = seen.look();
        Workers workers = look.workers();
        int[] order = workers.byAnswers();
        Column column = look.columns().isEmpty() ? null : column(look, field);
        int from = 0;
        UUID lastId = Cursor.decodeUuid(cursor);
        if (lastId != null) {
            int last = workers.number(lastId);
            while (from < order.length && order[from] != last) {
                from++;
            }
            // A worker of a cursor does not go away: without one the list begins again.
            from = from == order.length ? 0 : from + 1;
        }
        int[] chosen = Arrays.copyOfRange(order, from, Math.min(order.length, from + limit + 1));
        var accuracies = skills.accuracies(
                look.jobId(), Arrays.stream(chosen).mapToObj(workers::id).toList());
        var views = Arrays.stream(chosen)
                .mapToObj(worker -> view(workers, column, worker, accuracies.get(workers.id(worker))))
                .toList();
        return Page.of(views, limit, view -> Cursor.encode(view.workerId()));
    }

    private static JobWorkerView view(
            Workers workers, @Nullable Column column, int worker, @Nullable Accuracy controlAccuracy) {
        var labels = column instanceof LabelColumn own ? own : null;
        return new JobWorkerView(
                workers.id(worker),
                workers.answers(worker),
                workers.usable(worker),
                Figure.of(
                        column == null ? OptionalDouble.empty() : column.withOthers(worker),
                        Figure.NO_TASK_WITH_TWO_ANSWERS),
                labels == null
                        ? Figure.missing(Figure.NOT_FOR_THIS_KIND)
                        : Figure.of(labels.workers().withResults(worker), Figure.NO_RESULT),
                labels == null ? Figure.missing(Figure.NOT_FOR_THIS_KIND) : labels.quality(worker),
                controlAccuracy,
                workers.medianSeconds(worker),
                workers.in(Standing.WAITING, worker),
                workers.in(Standing.APPROVED, worker),
                workers.in(Standing.HELD, worker),
                workers.in(Standing.REJECTED, worker));
    }

    /** The tasks of a job, those with least agreement first; those with a single answer last. */
    Page<TaskAgreementView> tasks(
            Seen seen, @Nullable String field, double leastDisagreement, @Nullable String cursor, int limit) {
        Look look = seen.look();
        if (look.columns().isEmpty()) {
            return new Page<>(List.of(), null);
        }
        Column column = column(look, field);
        int[] order = column.byDisagreement();
        int from = cursor == null || cursor.isEmpty() ? 0 : rankAfter(look, column, cursor);
        var chosen = new ArrayList<Integer>();
        for (int rank = from; rank < order.length && chosen.size() <= limit; rank++) {
            float agreement = column.agreement(order[rank]);
            boolean known = agreement != Column.NOT_COMPARED;
            if (leastDisagreement > 0 && (!known || 1 - agreement < leastDisagreement)) {
                break;
            }
            if (column.answers(order[rank]) > 0) {
                chosen.add(order[rank]);
            }
        }
        var named = names.of(
                look.jobId(),
                chosen.stream().mapToLong(task -> look.positions().of(task)).toArray());
        return Page.of(chosen, limit, last -> cursorOf(look, column, last))
                .map(task -> view(column, task, named.get(look.positions().of(task))));
    }

    private static String cursorOf(Look look, Column column, int task) {
        return Cursor.encode(
                Integer.toString(Float.floatToIntBits(column.agreement(task))),
                Long.toString(look.positions().of(task)));
    }

    /** The order of a later look may be another; the place in it is found by what the cursor says of the last task. */
    private static int rankAfter(Look look, Column column, String cursor) {
        try {
            var parts = Cursor.decode(cursor, 2);
            float agreement = Float.intBitsToFloat(Integer.parseInt(parts.get(0)));
            long position = Long.parseLong(parts.get(1));
            int[] order = column.byDisagreement();
            int from = 0;
            int to = order.length;
            while (from < to) {
                int middle = (from + to) >>> 1;
                int task = order[middle];
                boolean before = Column.sortsBefore(column.agreement(task), agreement)
                        || (column.agreement(task) == agreement
                                && look.positions().of(task) <= position);
                if (before) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        } catch (NumberFormatException foreign) {
            throw new InvalidRequest(
                    "invalid-cursor", "The cursor is not one of this list; take it from \"next\" of the page before.");
        }
    }

    private static TaskAgreementView view(Column column, int task, @Nullable Name name) {
        if (name == null) {
            throw new IllegalStateException("a task with answers is not in its job");
        }
        float agreement = column.agreement(task);
        var disagreement = agreement == Column.NOT_COMPARED
                ? Figure.missing(column.answers(task) < 2 ? Figure.NO_TASK_WITH_TWO_ANSWERS : "not-sampled")
                : Figure.of(1 - agreement);
        var votes = column instanceof LabelColumn labels ? Votes.of(labels, task) : null;
        return new TaskAgreementView(
                name.id(),
                name.externalId(),
                column.answers(task),
                disagreement,
                votes == null ? null : votes.counts(),
                votes == null ? null : Figure.of(votes.uncertaintyBits()).value(),
                votes == null ? null : Figure.of(votes.margin()).value(),
                votes == null ? null : votes.result());
    }

    ChartsView charts(Seen seen) {
        Look look = seen.look();
        return new ChartsView(
                look.jobId(),
                look.takenAt(),
                seen.current(),
                look.complete(),
                look.pace().throughput(),
                look.pace().seconds(),
                look.columns().stream()
                        .map(column -> new FieldCharts(
                                column.field().name(),
                                column instanceof LabelColumn labels ? counts(labels) : null,
                                bars(look, column)))
                        .toList());
    }

    private static List<AgreementBar> bars(Look look, Column column) {
        var counts = new int[BARS];
        for (int task = 0; task < look.tasks(); task++) {
            float agreement = column.agreement(task);
            if (agreement != Column.NOT_COMPARED) {
                counts[Math.min(BARS - 1, (int) (agreement * BARS))]++;
            }
        }
        var bars = new ArrayList<AgreementBar>(BARS);
        for (int bar = 0; bar < BARS; bar++) {
            bars.add(new AgreementBar((double) bar / BARS, counts[bar]));
        }
        return bars;
    }

    private static LabelColumn labels(Look look, @Nullable String field) {
        if (column(look, field) instanceof LabelColumn labels) {
            return labels;
        }
        throw new Unprocessable(
                "field-without-labels",
                "%s has no labels that could be confused: name a choice, boolean or rating."
                        .formatted(field == null ? "No property of this job" : field));
    }

    /** {@return the named property, else the first with labels, else the first} */
    private static Column column(Look look, @Nullable String field) {
        if (field != null) {
            return look.column(field)
                    .orElseThrow(() -> new InvalidRequest(
                            "unknown-output",
                            "The answers of this job have no property %s; there are %s."
                                    .formatted(
                                            field,
                                            String.join(
                                                    ", ",
                                                    look.columns().stream()
                                                            .map(column -> column.field()
                                                                    .name())
                                                            .toList()))));
        }
        return look.columns().stream()
                .filter(LabelColumn.class::isInstance)
                .findFirst()
                .orElseGet(() -> look.columns().getFirst());
    }
}
