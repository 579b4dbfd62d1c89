package dev.groundwork.demo;

import java.util.ArrayList;
import java.util.List;

/** What must be true at the end, each with what was found. */
final class Checks {

    private final List<Check> done = new ArrayList<>();

    /** One of them. */
    record Check(String name, boolean ok, String found) {}

    void that(String name, boolean ok, String found) {
        done.add(new Check(name, ok, found));
    }

    /** Expects two things to be the same; for amounts, pass them stripped or compare them with {@link #that}. */
    void same(String name, Object expected, Object found) {
        that(name, expected.equals(found), expected.equals(found) ? "" + found : found + ", expected " + expected);
    }

    List<Check> all() {
        return List.copyOf(done);
    }

    List<Check> failed() {
        return done.stream().filter(check -> !check.ok()).toList();
    }
}
