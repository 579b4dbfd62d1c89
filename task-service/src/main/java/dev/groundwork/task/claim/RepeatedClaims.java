package dev.groundwork.task.claim;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.groundwork.kit.commit.Outcome;
import dev.groundwork.kit.problem.Unprocessable;
import dev.groundwork.task.claim.ClaimKeys.KeptClaim;
import dev.groundwork.task.claim.ClaimKeys.KeyOf;

import org.jspecify.annotations.Nullable;

/**
 * The claims of a batch by their idempotency keys: one whose key was used before gets what was given then, and a twin, which has
 * the key of an earlier claim of the batch, gets what that gets. A key that comes with another request is refused.
 */
final class RepeatedClaims {

    private final ClaimKeys keys;
    private final List<Claim> claims;
    private final Map<KeyOf, Integer> firstUnder = new HashMap<>();

    RepeatedClaims(ClaimKeys keys, List<Claim> claims) {
        this.keys = keys;
        this.claims = claims;
        for (int i = 0; i < claims.size(); i++) {
            var key = keyOf(claims.get(i));
            if (key != null) {
                firstUnder.putIfAbsent(key, i);
            }
        }
    }

    /** {@return the outcomes of claims whose keys were used before this batch, by their index} */
    Map<Integer, Outcome<Claims>> answered() throws SQLException {
        if (firstUnder.isEmpty()) {
            return Map.of();
        }
        var kept = keys.kept(List.copyOf(firstUnder.keySet()));
        if (kept.isEmpty()) {
            return Map.of();
        }
        var tasks = keys.claimed(kept.values().stream()
                .flatMap(claim -> claim.assignmentIds().stream())
                .toList());
        var answered = new HashMap<Integer, Outcome<Claims>>();
        for (var claim : kept.values()) {
            int index = Objects.requireNonNull(firstUnder.get(claim.key()));
            answered.put(
                    index,
                    claim.request().equals(claims.get(index).request())
                            ? Outcome.done(new Claims(
                                    claim.assignmentIds().stream()
                                            .map(id -> Objects.requireNonNull(tasks.get(id)))
                                            .toList(),
                                    true))
                            : Outcome.refused(keyReused()));
        }
        return answered;
    }

    /** {@return whether an earlier claim of the batch has the same key} */
    boolean isTwin(int index) {
        return first(index) != index;
    }

    /** {@return the outcome of a twin, by the outcome that the first claim under its key has by now} */
    Outcome<Claims> asFirst(int index, List<@Nullable Outcome<Claims>> outcomes) {
        int first = first(index);
        if (!claims.get(first).request().equals(claims.get(index).request())) {
            return Outcome.refused(keyReused());
        }
        var outcome = Objects.requireNonNull(outcomes.get(first));
        return outcome instanceof Outcome.Done<Claims> done
                ? Outcome.done(new Claims(done.result().items(), true))
                : outcome;
    }

    /** Keeps what was given under keys, by the index of the claim. */
    void keep(Map<Integer, List<ClaimedTask>> granted, Instant now) throws SQLException {
        var kept = new ArrayList<KeptClaim>();
        granted.forEach((index, tasks) -> {
            var claim = claims.get(index);
            var key = keyOf(claim);
            if (key != null) {
                kept.add(new KeptClaim(
                        key,
                        claim.request(),
                        tasks.stream().map(ClaimedTask::assignmentId).toList()));
            }
        });
        if (!kept.isEmpty()) {
            keys.keep(kept, now);
        }
    }

    private int first(int index) {
        var key = keyOf(claims.get(index));
        return key == null ? index : firstUnder.getOrDefault(key, index);
    }

    private static @Nullable KeyOf keyOf(Claim claim) {
        var key = claim.key();
        return key == null ? null : new KeyOf(claim.workerId(), key);
    }

    private static Unprocessable keyReused() {
        return new Unprocessable(
                "idempotency-key-reused",
                "This Idempotency-Key was used for another claim. Use a new key for every new claim.");
    }
}
