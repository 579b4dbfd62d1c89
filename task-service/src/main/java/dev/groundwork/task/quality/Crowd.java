package dev.groundwork.task.quality;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import dev.groundwork.task.policy.DynamicOverlap;
import dev.groundwork.truth.gold.Calibration;
import dev.groundwork.truth.overlap.StoppingRule;
import dev.groundwork.truth.overlap.TaskPosterior;

/**
 * The crowd of a job as far as its control tasks show it, and what its answers to a task come to: gold-skill Bayes, which no
 * majority can talk round.
 */
final class Crowd {

    private final Categories categories;
    private final Calibration calibration;
    private final List<SkillPrior> priors;
    private final List<TaskPosterior> posteriors;
    private final Map<UUID, double[]> skills = new HashMap<>();

    /** @param pool all control answers of the crowd, by output */
    Crowd(Categories categories, Map<String, Count> pool, Calibration calibration) {
        this.categories = categories;
        this.calibration = calibration;
        this.priors = categories.fields().stream()
                .map(field -> SkillPrior.of(field.labels().size(), pool.getOrDefault(field.name(), Count.NONE)))
                .toList();
        this.posteriors = categories.fields().stream()
                .map(field -> new TaskPosterior(field.labels().size()))
                .toList();
    }

    Categories categories() {
        return categories;
    }

    /** Says what is known of a worker. */
    void know(UUID workerId, Map<String, OutputSkill> outputs) {
        var known = new double[priors.size()];
        for (int i = 0; i < known.length; i++) {
            var skill = outputs.get(categories.fields().get(i).name());
            known[i] = skill == null
                    ? priors.get(i).mean()
                    : priors.get(i).skill(skill.right(), skill.answered()).mean();
        }
        skills.put(workerId, known);
    }

    private double skill(UUID workerId, int field) {
        var known = skills.get(workerId);
        return known == null ? priors.get(field).mean() : known[field];
    }

    /** One usable answer, by class. */
    @SuppressWarnings("ArrayRecordComponent") // made for one look at a task and dropped
    record Vote(UUID workerId, int[] classes) {}

    /** {@return the usable answers to a task, as votes} */
    List<Vote> votes(DrainStore.TaskRow task) {
        return task.given().stream()
                .filter(DrainStore.Given::usable)
                .map(given -> new Vote(given.workerId(), categories.classesOf(given.answer())))
                .toList();
    }

    /**
     * Thinks about a task.
     *
     * @param votes its usable answers
     * @param mostOfTask how many answers it may have
     * @param exhausted whether no more can be bought
     */
    Verdict judge(List<Vote> votes, DynamicOverlap overlap, int mostOfTask, boolean exhausted) {
        int fields = priors.size();
        var classes = new int[fields];
        double confidence = 1;
        double margin = 1;
        boolean more = false;
        boolean answered = false;
        boolean disputed = false;
        boolean sure = true;
        int most = Math.max(1, mostOfTask);
        int fewest = Math.min(overlap.min(), most);
        var rule = new StoppingRule(fewest, most, overlap.confidence(), overlap.ambiguityMargin());
        for (int i = 0; i < fields; i++) {
            var posterior = posterior(votes, i);
            if (posterior.answers() == 0) {
                // An output may be left blank, but not by the first alone.
                classes[i] = Categories.NONE;
                more |= votes.size() < fewest;
                continue;
            }
            answered = true;
            classes[i] = posterior.label();
            double honest = calibrated(posterior);
            confidence = Math.min(confidence, honest);
            margin = Math.min(margin, posterior.margin());
            double decisive = overlap.calibrated() ? honest : posterior.confidence();
            sure &= decisive >= overlap.confidence();
            switch (rule.decide(votes.size(), decisive, posterior.margin())) {
                case MORE -> {
                    more = true;
                    disputed |= exhausted && posterior.margin() < overlap.ambiguityMargin();
                }
                case DISPUTED -> disputed = true;
                case DONE -> {
                    // This output is decided; another may not be.
                }
            }
        }
        if (!answered) {
            // However many came, none says anything: no answer is no agreement.
            more = true;
            confidence = 0;
            margin = 0;
        }
        return new Verdict(
                state(!answered, more, disputed, sure, exhausted), classes, confidence, margin, votes.size());
    }

    private static Verdict.State state(boolean empty, boolean more, boolean disputed, boolean sure, boolean exhausted) {
        if (more && !exhausted) {
            return Verdict.State.OPEN;
        }
        if (disputed || empty) {
            return Verdict.State.DISPUTED;
        }
        return sure ? Verdict.State.CONFIDENT : Verdict.State.SETTLED;
    }

    private TaskPosterior posterior(List<Vote> votes, int field) {
        var posterior = posteriors.get(field).clear();
        for (var vote : votes) {
            if (vote.classes()[field] != Categories.NONE) {
                posterior.add(vote.classes()[field], skill(vote.workerId(), field));
            }
        }
        return posterior;
    }

    private double calibrated(TaskPosterior posterior) {
        int label = posterior.label();
        if (calibration.temperature() == 1) {
            return posterior.probability(label);
        }
        var row = new double[posterior.classes()];
        for (int i = 0; i < row.length; i++) {
            row[i] = posterior.probability(i);
        }
        calibration.apply(row);
        return row[label];
    }
}
