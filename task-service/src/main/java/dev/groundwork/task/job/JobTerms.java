package dev.groundwork.task.job;

import java.time.Duration;
import java.util.List;

import dev.groundwork.kit.money.Money;
import dev.groundwork.task.floor.FloorPolicy;
import dev.groundwork.task.policy.QualityPolicy;

import org.jspecify.annotations.Nullable;

/**
 * What a requester offers and asks for.
 *
 * @param reward for one approved assignment, above zero
 * @param budget the most that the job may cost with fee and reserve, in the currency of the reward; null for no limit
 * @param timeEstimate how long the requester thinks that one task takes
 * @param timeLimit how long a worker may keep a claimed task
 * @param reviewWindow after which silence approves
 * @param overlap how many workers answer a task that does not say otherwise; with dynamic overlap, at most
 * @param review how answers are decided on
 * @param places ISO 3166 codes of where workers may live; empty for everywhere
 * @param languages BCP 47 tags of the languages that the work is in; empty where nothing is said. It keeps nobody out
 * @param pilotWorkers how many workers are to be measured before everything opens; the platform may ask for more
 * @param screenOuts how many workers are paid beside the answers for finding out that the job is not for them; null where no answer
 *     says so
 * @param quality null for a fixed overlap without control tasks
 */
public record JobTerms(
        String title,
        @Nullable String description,
        String specHash,
        Money reward,
        @Nullable Money budget,
        Duration timeEstimate,
        Duration timeLimit,
        Duration reviewWindow,
        int overlap,
        List<String> places,
        List<String> languages,
        FloorPolicy floorPolicy,
        ReviewTerms review,
        int pilotWorkers,
        @Nullable Integer screenOuts,
        @Nullable QualityPolicy quality) {

    public JobTerms {
        places = List.copyOf(places);
        languages = List.copyOf(languages);
        if (reward.minor() <= 0) {
            throw new IllegalArgumentException("a reward is above zero: " + reward);
        }
    }
}
