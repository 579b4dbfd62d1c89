package dev.groundwork.truth.shape;

import java.util.Collections;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One object and who drew it.
 *
 * @param label the label with the most weight, the first by name of equals
 * @param shape all shapes merged
 * @param support the share of the weight of all workers who answered the task that drew it, from 0 to 1
 * @param labelAgreement the share of the weight of those who drew it that gave it this label, from 0 to 1
 * @param similarity how alike its shapes are on average, from 0 to 1; nothing where there is only one
 * @param votes what each worker drew
 */
public record ConsensusObject<S>(
        String label,
        S shape,
        double support,
        double labelAgreement,
        OptionalDouble similarity,
        SortedMap<String, Labelled<S>> votes) {

    public ConsensusObject {
        votes = Collections.unmodifiableSortedMap(new TreeMap<>(votes));
    }
}
