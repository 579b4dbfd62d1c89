package dev.groundwork.truth.overlap;

/**
 * When a task has answers enough.
 *
 * <p>After the fewest answers, as soon as the label is sure enough; at the latest after the most answers. A task that is
 * still undecided then is disputed: it goes to an expert instead of buying answers for ever.
 *
 * @param minOverlap fewest answers, at least 1
 * @param maxOverlap most answers, no fewer than the fewest
 * @param confidence probability of the label that is sure enough, above 0, at most 1; 0.9 to 0.95 pays best
 * @param ambiguity least lead of the label over the second one for a task with the most answers, 0 to 1; 0 disputes none
 */
public record StoppingRule(int minOverlap, int maxOverlap, double confidence, double ambiguity) {

    /** What is to be done with a task. */
    public enum Decision {
        /** Ask one more worker. */
        MORE,
        /** The label holds. */
        DONE,
        /** The crowd cannot decide: ask an expert. */
        DISPUTED
    }

    public StoppingRule {
        if (minOverlap < 1 || maxOverlap < minOverlap) {
            throw new IllegalArgumentException("overlap of %d to %d: give at least 1, and no less at most than at least"
                    .formatted(minOverlap, maxOverlap));
        }
        if (!(confidence > 0 && confidence <= 1) || !(ambiguity >= 0 && ambiguity <= 1)) {
            throw new IllegalArgumentException(
                    "confidence %s, ambiguity %s: both are probabilities".formatted(confidence, ambiguity));
        }
    }

    /** {@return what is to be done with a task that looks like this} */
    public Decision decide(TaskPosterior posterior) {
        return decide(posterior.answers(), posterior.confidence(), posterior.margin());
    }

    /**
     * {@return what is to be done with a task}
     *
     * @param answers how many there are
     * @param probability that of its most probable label, calibrated where that is known
     * @param margin how far that label is ahead of the second
     */
    public Decision decide(int answers, double probability, double margin) {
        if (answers < minOverlap) {
            return Decision.MORE;
        }
        if (probability >= confidence) {
            return Decision.DONE;
        }
        if (answers < maxOverlap) {
            return Decision.MORE;
        }
        return margin < ambiguity ? Decision.DISPUTED : Decision.DONE;
    }
}
