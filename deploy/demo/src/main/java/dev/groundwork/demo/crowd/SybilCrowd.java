package dev.groundwork.demo.crowd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * A crowd with attackers in it: new accounts of one hand, which agree on a wrong answer to every task and give a share of all
 * answers. They do not know which tasks are control tasks.
 */
public final class SybilCrowd implements Crowd {

    private final Crowd honest;
    private final double share;
    private final List<Person> people;
    private final List<Item> items;
    private final Map<String, List<String>> plans = new LinkedHashMap<>();
    private final Map<String, String> lies;

    /**
     * Adds attackers.
     *
     * @param honest with a plan for everybody
     * @param share of all answers that is theirs, 0 to 1
     */
    public SybilCrowd(Crowd honest, double share, long seed) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("attackers give a share of the answers between 0 and 1, not " + share);
        }
        this.honest = honest;
        this.share = share;
        var random = new Random(seed);
        this.lies = lies(honest, random);
        var counts = counts(honest, share, random);
        var grown = new ArrayList<Item>();
        honest.items()
                .forEach(item -> grown.add(
                        new Item(item.externalId(), item.overlap() + counts.getOrDefault(item.externalId(), 0))));
        this.items = List.copyOf(grown);
        long attacks = counts.values().stream().mapToLong(Integer::longValue).sum();
        int most = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        // As many answers each as an honest person gives, but enough attackers for the task that gets most of them.
        long each = Math.max(1, honest.answers() / Math.max(1, honest.people().size()));
        int attackers = (int) Math.max(most, Math.ceilDiv(attacks, each));
        var everybody = new ArrayList<>(honest.people());
        for (int i = 0; i < attackers; i++) {
            var person = new Person("sybil" + i, "ES", "en", 0);
            everybody.add(person);
            plans.put(person.name(), new ArrayList<>());
        }
        this.people = List.copyOf(everybody);
        deal(counts, attackers);
    }

    /** Every task to as many attackers as it gets answers, those with the shortest lists first in turn. */
    private void deal(Map<String, Integer> counts, int attackers) {
        int next = 0;
        for (var item : honest.items()) {
            for (int n = 0; n < counts.getOrDefault(item.externalId(), 0); n++) {
                plans.computeIfPresent("sybil" + next, (name, plan) -> {
                    plan.add(item.externalId());
                    return plan;
                });
                next = (next + 1) % attackers;
            }
        }
    }

    private static Map<String, Integer> counts(Crowd honest, double share, Random random) {
        var counts = new HashMap<String, Integer>();
        honest.items().forEach(item -> {
            double exact = item.overlap() * share / (1 - share);
            int whole = (int) exact;
            counts.put(item.externalId(), whole + (random.nextDouble() < exact - whole ? 1 : 0));
        });
        return counts;
    }

    private static Map<String, String> lies(Crowd honest, Random random) {
        var lies = new HashMap<String, String>();
        for (var item : honest.items()) {
            var wrong = new ArrayList<>(honest.labels());
            wrong.remove(honest.truth().get(item.externalId()));
            lies.put(
                    item.externalId(),
                    wrong.isEmpty() ? honest.labels().getFirst() : wrong.get(random.nextInt(wrong.size())));
        }
        return lies;
    }

    @Override
    public String name() {
        return "%s with %.0f %% of the answers from %,d attackers".formatted(honest.name(), 100 * share, plans.size());
    }

    @Override
    public Kind kind() {
        return honest.kind();
    }

    @Override
    public String question() {
        return honest.question();
    }

    @Override
    public List<String> labels() {
        return honest.labels();
    }

    @Override
    public List<Item> items() {
        return items;
    }

    @Override
    public List<Person> people() {
        return people;
    }

    @Override
    public @Nullable List<String> plan(Person person) {
        var attack = plans.get(person.name());
        return attack == null ? honest.plan(person) : List.copyOf(attack);
    }

    @Override
    public byte @Nullable [] picture(String externalId) {
        return honest.picture(externalId);
    }

    @Override
    public Vote vote(Person person, String externalId) {
        var attack = plans.get(person.name());
        if (attack == null) {
            return honest.vote(person, externalId);
        }
        var lie = lies.get(externalId);
        if (lie == null || !attack.contains(externalId)) {
            throw new IllegalArgumentException(person.name() + " has not answered " + externalId);
        }
        return new Vote(lie, 0);
    }

    @Override
    public Map<String, String> truth() {
        return honest.truth();
    }

    @Override
    public int skippedRepeats() {
        return honest.skippedRepeats();
    }

    @Override
    public int estimateSeconds() {
        return honest.estimateSeconds();
    }

    @Override
    public String secondsSource() {
        return honest.secondsSource();
    }
}
