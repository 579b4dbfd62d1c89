package dev.groundwork.truth.shape;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.WorkerWeights;

/**
 * The objects that are in a picture according to several workers.
 *
 * @param objects those with enough support, the best supported first
 * @param unsupported those without, for whoever wants to look at them
 */
public record Consensus<S>(List<ConsensusObject<S>> objects, List<ConsensusObject<S>> unsupported) {

    public Consensus {
        objects = List.copyOf(objects);
        unsupported = List.copyOf(unsupported);
    }

    /**
     * Finds the objects of one task.
     *
     * @param answers the shapes by worker; a worker who drew nothing says by that that there is nothing
     */
    public static <S> Consensus<S> of(
            SortedMap<String, List<Labelled<S>>> answers,
            Geometry<S> geometry,
            WorkerWeights workerWeights,
            ConsensusRule rule) {
        Map<String, Double> weights = new HashMap<>();
        double total = 0;
        double[] inOrder = workerWeights.of(answers.keySet());
        for (var worker : answers.keySet()) {
            total += inOrder[weights.size()];
            weights.put(worker, inOrder[weights.size()]);
        }
        var kept = new ArrayList<ConsensusObject<S>>();
        var dropped = new ArrayList<ConsensusObject<S>>();
        for (var votes : Clusters.of(answers, geometry, rule.leastSimilarity())) {
            var object = object(votes, geometry, weights, total);
            (rule.isMetBy(object.support(), votes.size(), answers.size()) ? kept : dropped).add(object);
        }
        Comparator<ConsensusObject<S>> order = Comparator.<ConsensusObject<S>>comparingDouble(
                        object -> -object.support())
                .thenComparing(ConsensusObject::label)
                .thenComparingDouble(object -> geometry.centre(object.shape()).y())
                .thenComparingDouble(object -> geometry.centre(object.shape()).x());
        kept.sort(order);
        dropped.sort(order);
        return new Consensus<>(kept, dropped);
    }

    private static <S> ConsensusObject<S> object(
            SortedMap<String, Labelled<S>> votes, Geometry<S> geometry, Map<String, Double> weights, double total) {
        double[] own = votes.keySet().stream()
                .mapToDouble(worker -> weights.getOrDefault(worker, 0.0))
                .toArray();
        double support = 0;
        for (double weight : own) {
            support += weight;
        }
        if (support == 0) {
            Arrays.fill(own, 1);
        }
        var byLabel = new TreeMap<String, Double>();
        double counted = 0;
        int at = 0;
        for (var vote : votes.values()) {
            counted += own[at];
            byLabel.merge(vote.label(), own[at++], Double::sum);
        }
        String label = byLabel.firstKey();
        double most = 0;
        for (var candidate : byLabel.entrySet()) {
            if (candidate.getValue() > most + 1e-12 * counted) {
                label = candidate.getKey();
                most = candidate.getValue();
            }
        }
        var shapes = votes.values().stream().map(Labelled::shape).toList();
        return new ConsensusObject<>(
                label,
                geometry.merge(shapes, own),
                Math.min(1, support / total),
                Math.min(1, most / counted),
                MeanOfPairs.of(shapes, geometry::similarity),
                votes);
    }
}
