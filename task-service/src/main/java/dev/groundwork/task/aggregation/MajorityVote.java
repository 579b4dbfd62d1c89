package dev.groundwork.task.aggregation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One vote for each answer, all votes alike. Every rule for a tie is fixed, so that the same answers give the same
 * result in any order.
 */
public final class MajorityVote {

    private static final Pattern WHITE_SPACE = Pattern.compile("\\s+", Pattern.UNICODE_CHARACTER_CLASS);

    private MajorityVote() {}

    /**
     * The label that most answers name; of equals the one that stands first in the schema.
     *
     * @param labels the closed list in the order of the schema
     * @param answers labels out of it
     * @return nothing when there are no answers
     */
    public static Optional<Verdict<String>> choice(List<String> labels, List<String> answers) {
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        var votes = new HashMap<String, Integer>();
        for (String answer : answers) {
            votes.merge(answer, 1, Integer::sum);
        }
        String winner = null;
        int most = 0;
        boolean tie = false;
        for (String label : labels) {
            int count = votes.getOrDefault(label, 0);
            if (count > most) {
                winner = label;
                most = count;
                tie = false;
            } else if (count == most && most > 0) {
                tie = true;
            }
        }
        return winner == null ? Optional.empty() : Optional.of(new Verdict<>(winner, most, answers.size(), tie));
    }

    /**
     * Every label that more than half of the answers name, in the order of the schema. A label named by exactly half
     * is a tie, and left out.
     *
     * @param answers for each answer its labels
     * @return nothing when there are no answers
     */
    public static Optional<Verdict<List<String>>> multichoice(List<String> labels, List<Set<String>> answers) {
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        var chosen = new ArrayList<String>();
        boolean tie = false;
        for (String label : labels) {
            int count = 0;
            for (Set<String> answer : answers) {
                if (answer.contains(label)) {
                    count++;
                }
            }
            if (2 * count > answers.size()) {
                chosen.add(label);
            } else if (2 * count == answers.size()) {
                tie = true;
            }
        }
        var value = new HashSet<>(chosen);
        int same = (int) answers.stream().filter(value::equals).count();
        return Optional.of(new Verdict<>(List.copyOf(chosen), same, answers.size(), tie));
    }

    /**
     * The median; of an even number of answers the mean of the two in the middle.
     *
     * @return nothing when there are no answers
     */
    public static Optional<Verdict<BigDecimal>> number(List<BigDecimal> answers) {
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        var sorted = new ArrayList<>(answers);
        sorted.sort(Comparator.naturalOrder());
        int middle = sorted.size() / 2;
        BigDecimal upper = sorted.get(middle);
        BigDecimal median = upper;
        boolean tie = false;
        if (sorted.size() % 2 == 0) {
            BigDecimal lower = sorted.get(middle - 1);
            tie = lower.compareTo(upper) != 0;
            BigDecimal sum = lower.add(upper);
            // Halving adds one digit at most, so this is exact.
            median = sum.divide(BigDecimal.TWO, Math.max(sum.scale(), 0) + 1, RoundingMode.UNNECESSARY);
        }
        BigDecimal value = plain(median);
        int same = (int)
                sorted.stream().filter(answer -> answer.compareTo(value) == 0).count();
        return Optional.of(new Verdict<>(value, same, sorted.size(), tie));
    }

    /**
     * The text that most answers give, where case, white space and the way of writing an accent do not tell texts
     * apart; of equals the one that sorts first. The value is the spelling that is most usual among those answers.
     *
     * @return nothing when there are no answers
     */
    public static Optional<Verdict<String>> text(List<String> answers) {
        if (answers.isEmpty()) {
            return Optional.empty();
        }
        // Sorted, so that the first of several with the most votes is the lowest.
        var groups = new TreeMap<String, Map<String, Integer>>();
        for (String answer : answers) {
            groups.computeIfAbsent(normalised(answer), key -> new TreeMap<>()).merge(answer.strip(), 1, Integer::sum);
        }
        Map<String, Integer> winner = Map.of();
        int most = 0;
        boolean tie = false;
        for (Map<String, Integer> spellings : groups.values()) {
            int count = spellings.values().stream().mapToInt(Integer::intValue).sum();
            if (count > most) {
                winner = spellings;
                most = count;
                tie = false;
            } else if (count == most) {
                tie = true;
            }
        }
        String usual = "";
        int usualCount = 0;
        for (var spelling : winner.entrySet()) {
            if (spelling.getValue() > usualCount) {
                usual = spelling.getKey();
                usualCount = spelling.getValue();
            }
        }
        return Optional.of(new Verdict<>(usual, most, answers.size(), tie));
    }

    static String normalised(String text) {
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC).strip();
        return WHITE_SPACE.matcher(composed).replaceAll(" ").toLowerCase(Locale.ROOT);
    }

    private static BigDecimal plain(BigDecimal number) {
        BigDecimal shortest = number.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0, RoundingMode.UNNECESSARY) : shortest;
    }
}
