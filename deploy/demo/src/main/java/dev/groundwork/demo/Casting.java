package dev.groundwork.demo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.groundwork.demo.client.Api;
import dev.groundwork.demo.client.ApiProblem;
import dev.groundwork.demo.client.Identity;
import dev.groundwork.demo.crowd.Crowd;

/**
 * Gives every person of the crowd an account: registers, fills in the profile, and names a bank account to be paid to. People who
 * have worked in the other run of a comparison have theirs.
 */
final class Casting {

    /** Hashing a password is meant to be slow; more at a time only wait for each other. */
    private static final int AT_A_TIME = 4;

    private final Api api;
    private final Identity identity;
    private final RunState state;
    private final Terminal terminal;
    private final boolean byStripe;

    /** @param byStripe whether they are paid to accounts with Stripe, not to bank accounts */
    Casting(Api api, Identity identity, RunState state, Terminal terminal, boolean byStripe) {
        this.api = api;
        this.identity = identity;
        this.state = state;
        this.terminal = terminal;
        this.byStripe = byStripe;
    }

    /** {@return the crowd, in its own order; people whom an earlier start registered are not registered again} */
    List<Worker> cast(List<Crowd.Person> people) {
        var ready = new AtomicInteger();
        var workers = new ConcurrentHashMap<Integer, Worker>();
        var numbered = new TreeMap<Integer, Crowd.Person>();
        people.forEach(person -> numbered.put(numbered.size(), person));
        terminal.moving(() -> "Workers: %d of %d registered, with a profile and an account to be paid to"
                .formatted(ready.get(), people.size()));
        Parallel.forEach(numbered.entrySet(), AT_A_TIME, entry -> {
            workers.put(entry.getKey(), worker(entry));
            ready.incrementAndGet();
        });
        terminal.still();
        state.set("cast", "yes");
        return numbered.keySet().stream().map(workers::get).toList();
    }

    private Worker worker(Map.Entry<Integer, Crowd.Person> numbered) {
        var person = numbered.getValue();
        var username = "demo-%s-%s".formatted(state.people(), person.name()).toLowerCase(java.util.Locale.ROOT);
        var session = identity.session(username, state.known("password"));
        var registered = state.entry("workers", person.name());
        if (registered != null) {
            return new Worker(person, java.util.UUID.fromString(registered), session);
        }
        register(username, person);
        api.put(
                session,
                "/v1/me",
                Map.of(
                        "displayName",
                        person.name(),
                        "country",
                        person.country(),
                        "languages",
                        List.of(person.language())));
        api.put(session, "/v1/me/payout-method", payoutMethod(username, person));
        var id = session.subject();
        state.setEntry("workers", person.name(), id.toString());
        return new Worker(person, id, session);
    }

    private Map<String, String> payoutMethod(String username, Crowd.Person person) {
        if (byStripe) {
            return Map.of("rail", "STRIPE", "accountId", "acct_" + username.replaceAll("[^a-z0-9]", ""));
        }
        return Map.of(
                "rail",
                "SEPA",
                "holderName",
                "Demo Worker " + person.name(),
                "iban",
                Iban.of(accountNumber(username)),
                "country",
                person.country(),
                "town",
                "Demo Town");
    }

    private void register(String username, Crowd.Person person) {
        try {
            api.postAnonymously(
                    "/v1/registrations",
                    Map.of(
                            "username",
                            username,
                            "email",
                            username + "@demo.example",
                            "password",
                            state.known("password"),
                            "firstName",
                            "Demo",
                            "lastName",
                            "Worker " + person.name()));
        } catch (ApiProblem problem) {
            // The name holds the run: taken means that an earlier attempt got through and its answer was lost.
            if (!List.of("username-taken", "email-taken").contains(problem.code())) {
                throw problem;
            }
        }
    }

    private static long accountNumber(String username) {
        return Math.floorMod(username.hashCode() * 31L + username.length(), 10_000_000_000L);
    }
}
