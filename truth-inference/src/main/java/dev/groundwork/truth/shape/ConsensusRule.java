package dev.groundwork.truth.shape;

/**
 * When shapes of different workers are one object, and when an object is believed to be there.
 *
 * @param leastSimilarity how alike the shapes of one object must be on average, above 0, at most 1
 * @param leastSupport the share of the weight of all workers who answered the task that must have drawn the object,
 *     from 0 to 1
 * @param leastWorkers how many workers must have drawn it; where fewer answered the task, all of them
 */
public record ConsensusRule(double leastSimilarity, double leastSupport, int leastWorkers) {

    /** Half alike, drawn by at least half, and never by one against another. */
    public static final ConsensusRule USUAL = new ConsensusRule(0.5, 0.5, 2);

    public ConsensusRule {
        if (!(leastSimilarity > 0 && leastSimilarity <= 1)) {
            throw new IllegalArgumentException(
                    "The least similarity is above 0 and at most 1, not %s.".formatted(leastSimilarity));
        }
        if (!(leastSupport >= 0 && leastSupport <= 1)) {
            throw new IllegalArgumentException("The least support is from 0 to 1, not %s.".formatted(leastSupport));
        }
        if (leastWorkers < 1) {
            throw new IllegalArgumentException("An object needs at least 1 worker, not %d.".formatted(leastWorkers));
        }
    }

    boolean isMetBy(double support, int workers, int answered) {
        return support >= leastSupport - 1e-12 && workers >= Math.min(leastWorkers, answered);
    }
}
