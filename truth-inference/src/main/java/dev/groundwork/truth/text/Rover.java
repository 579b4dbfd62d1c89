package dev.groundwork.truth.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.groundwork.truth.answer.Answers;
import dev.groundwork.truth.answer.WorkerWeights;

/**
 * Votes a text word by word: the texts of a task are aligned one after the other into a word transition network, and at
 * every place the word with the most votes, or none, is taken (ROVER: Fiscus, "A post-processing system to yield
 * reduced word error rates", ASRU 1997). The outcome may be a text that nobody wrote.
 */
public final class Rover {

    /** A longer text would need more memory for its alignment than one task is worth: 2 bits a pair of words. */
    static final int MOST_WORDS = 20_000;

    /** In which order texts enter the network, which decides where words without a counterpart go. */
    public enum Order {
        /** The texts of the weightiest workers first: the network grows from what is most probably right. */
        BEST_FIRST,
        /** By the names of the workers. */
        BY_NAME
    }

    private Rover() {}

    /** {@return the voted text of every task, every worker having one vote, the workers most alike to others first} */
    public static SortedMap<String, VotedText> vote(Answers<String> answers) {
        return vote(answers, TextAgreement.weights(answers), Order.BEST_FIRST, WorkerWeights.EQUAL);
    }

    /**
     * @param skills how good the workers are, which orders their texts
     * @param votes how much the word of each worker counts in the vote
     * @return the voted text of every task
     */
    public static SortedMap<String, VotedText> vote(
            Answers<String> answers, WorkerWeights skills, Order order, WorkerWeights votes) {
        var voted = new TreeMap<String, VotedText>();
        answers.byTask().forEach((task, texts) -> voted.put(task, vote(task, texts, skills, order, votes)));
        return voted;
    }

    private static VotedText vote(
            String task, SortedMap<String, String> texts, WorkerWeights skills, Order order, WorkerWeights votes) {
        double[] weights = votes.of(texts.keySet());
        var ballots = new ArrayList<Ballot>();
        texts.forEach((worker, text) ->
                ballots.add(new Ballot(worker, Words.of(text), skills.of(worker), weights[ballots.size()])));
        if (order == Order.BEST_FIRST) {
            // The sort is stable: equally good workers stay in the order of their names.
            ballots.sort(Comparator.comparingDouble(Ballot::skill).reversed());
        }
        var numbers = new HashMap<String, Integer>();
        var network = new WordNetwork();
        for (var ballot : ballots) {
            if (ballot.words.size() > MOST_WORDS) {
                throw new IllegalArgumentException(
                        "The text of worker %s to task %s has %,d words; at most %,d can be aligned: cut the recording into parts."
                                .formatted(ballot.worker, task, ballot.words.size(), MOST_WORDS));
            }
            network.add(WordDistance.numbered(ballot.words, numbers), ballot.weight);
        }
        return network.elect(wordsByNumber(numbers));
    }

    private static List<String> wordsByNumber(Map<String, Integer> numbers) {
        String[] words = new String[numbers.size()];
        numbers.forEach((word, number) -> words[number] = word);
        return List.of(words);
    }

    private record Ballot(String worker, List<String> words, double skill, double weight) {}
}
