package dev.groundwork.truth.method;

import java.util.List;
import java.util.Optional;

import dev.groundwork.truth.Method;

/** All methods, from the simplest to the most elaborate. */
public final class Methods {

    private static final List<Method> ALL = List.of(
            new MajorityVote(),
            new Wawa(),
            new ZeroBasedSkill(),
            new GoldBayes(),
            new OneCoin(),
            DawidSkene.likeliest(),
            DawidSkene.withPrior(),
            new Ibcc(),
            new Glad(),
            new Mace());

    private Methods() {}

    /** {@return all of them} */
    public static List<Method> all() {
        return ALL;
    }

    /** {@return the method of that name, if there is one} */
    public static Optional<Method> named(String name) {
        return ALL.stream().filter(method -> method.name().equals(name)).findFirst();
    }
}
