package dev.groundwork.demo.crowd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/** Simulated workers of known skill, speed and place who name the shapes in pictures drawn for them; all of it follows from a seed. */
public final class GeneratedCrowd implements Crowd {

    private static final String[][] PLACES = {
        {"ES", "es"}, {"FR", "fr"}, {"DE", "de"}, {"IT", "it"}, {"PT", "pt"}, {"IE", "en"}, {"NL", "nl"}, {"AT", "de"},
    };
    private static final int OVERLAP = 3;

    private final long seed;
    private final List<Item> items = new ArrayList<>();
    private final Map<String, byte[]> pictures = new LinkedHashMap<>();
    private final Map<String, String> truth = new LinkedHashMap<>();
    private final Map<String, Double> noise = new LinkedHashMap<>();
    private final List<Person> people = new ArrayList<>();
    private final Map<String, Double> skills = new LinkedHashMap<>();

    /**
     * @param tasks pictures to draw
     * @param workers at least 4: more people than the overlap, so that every picture finds its three
     */
    public GeneratedCrowd(int tasks, int workers, long seed) {
        this.seed = seed;
        for (int n = 1; n <= tasks; n++) {
            var random = random("task", n);
            var shape = Shape.ALL.get(random.nextInt(Shape.ALL.size()));
            double noisy = random.nextDouble();
            var externalId = "shape-%05d".formatted(n);
            items.add(new Item(externalId, OVERLAP));
            pictures.put(externalId, Picture.png(shape, noisy, random));
            truth.put(externalId, shape.label());
            noise.put(externalId, noisy);
        }
        for (int n = 1; n <= workers; n++) {
            var random = random("worker", n);
            var place = PLACES[random.nextInt(PLACES.length)];
            var name = "w%04d".formatted(n);
            people.add(new Person(name, place[0], place[1], 4 + 10 * random.nextDouble()));
            skills.put(name, 0.6 + 0.38 * random.nextDouble());
        }
    }

    @Override
    public String name() {
        return "generated shapes (seed " + seed + ")";
    }

    @Override
    public String question() {
        return "Which shape is in the picture?";
    }

    @Override
    public List<String> labels() {
        return Shape.labels();
    }

    @Override
    public List<Item> items() {
        return List.copyOf(items);
    }

    @Override
    public List<Person> people() {
        return List.copyOf(people);
    }

    @Override
    public @Nullable List<String> plan(Person person) {
        return null;
    }

    @Override
    public byte @Nullable [] picture(String externalId) {
        return known(pictures, externalId).clone();
    }

    @Override
    public Vote vote(Person person, String externalId) {
        var random = random(person.name() + '/' + externalId, 0);
        var right = known(truth, externalId);
        // Grain in a picture takes away up to half of what a person has above guessing.
        double guessing = 1.0 / labels().size();
        double chance = guessing + (known(skills, person.name()) - guessing) * (1 - 0.5 * known(noise, externalId));
        var label = right;
        if (random.nextDouble() >= chance) {
            var wrong = labels().stream().filter(other -> !other.equals(right)).toList();
            label = wrong.get(random.nextInt(wrong.size()));
        }
        // Log-normal around the person's own pace: working times are skewed to the right.
        double seconds = person.pace() * Math.exp(0.35 * gaussian(random));
        return new Vote(label, (int) Math.max(1, Math.round(seconds)));
    }

    @Override
    public Map<String, String> truth() {
        return Map.copyOf(truth);
    }

    @Override
    public int skippedRepeats() {
        return 0;
    }

    @Override
    public int estimateSeconds() {
        return (int)
                Math.ceil(Seconds.quantile(people.stream().map(Person::pace).toList(), 0.75));
    }

    @Override
    public String secondsSource() {
        return "simulated";
    }

    private static <T> T known(Map<String, T> map, String key) {
        var value = map.get(key);
        if (value == null) {
            throw new IllegalArgumentException("not in this crowd: " + key);
        }
        return value;
    }

    private SplittableRandom random(String what, int number) {
        // Mixed by the generator's own split, so that neighbours share nothing.
        return new SplittableRandom(seed * 0x9E3779B97F4A7C15L + what.hashCode() * 31L + number).split();
    }

    private static double gaussian(SplittableRandom random) {
        return Math.sqrt(-2 * Math.log(1 - random.nextDouble())) * Math.cos(2 * Math.PI * random.nextDouble());
    }
}
