package dev.groundwork.task.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.task.floor.FloorPolicy;
import dev.groundwork.task.policy.QualityPolicy;
import dev.groundwork.task.spec.TaskSpec;

import com.fasterxml.jackson.databind.JsonNode;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a requester posts to draft a job.
 *
 * @param timeEstimate ISO 8601, one second to one day
 * @param timeLimit ISO 8601, from the estimate to thirty days; an hour when left out
 * @param reviewWindow ISO 8601, up to fourteen days; seven days when left out
 * @param review who decides on answers, and how long a worker may replace one
 * @param places ISO 3166 codes of countries or subdivisions; left out or empty for everywhere
 * @param languages BCP 47 tags of the languages that the work is in; it keeps nobody out, but the same work has one base reward in
 *     every language
 * @param budget in the currency of the reward
 * @param pilotWorkers how many workers are to be measured before everything opens; the platform's number when left out or lower
 * @param screenOuts how many workers are paid beside the answers for finding out that the job is not for them, as the spec's screenOut
 *     says; to be given where it does
 * @param quality control tasks, training and dynamic overlap; left out for a fixed overlap and none of them
 */
record NewJob(
        @NotBlank @Size(max = 200) String title,
        @Size(max = 10_000) @Nullable String description,
        @Valid @NotNull MoneyBody reward,

        @NotNull @Schema(implementation = String.class, examples = "PT20S")
        Duration timeEstimate,

        @Schema(implementation = String.class, examples = "PT15M") @Nullable Duration timeLimit,

        @Min(1) @Max(1000) @Nullable Integer overlap,

        @Schema(implementation = String.class, examples = "P7D") @Nullable Duration reviewWindow,

        @Size(max = 500) @Nullable List<String> places,
        @Size(max = 50) @Nullable List<String> languages,
        @Nullable FloorPolicy floorPolicy,
        @Valid @Nullable MoneyBody budget,
        @Valid @Nullable NewReview review,
        @Min(0) @Max(1000) @Nullable Integer pilotWorkers,
        @Min(0) @Max(1_000_000) @Nullable Integer screenOuts,
        @Nullable NewQuality quality,

        @NotNull @Schema(type = SchemaType.OBJECT, description = "A TaskSpec, version 1")
        JsonNode spec) {

    private static final Duration LONGEST_ESTIMATE = Duration.ofDays(1);
    private static final Duration LONGEST_LIMIT = Duration.ofDays(30);
    private static final Duration LONGEST_REVIEW = Duration.ofDays(14);
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration USUAL_LIMIT = Duration.ofHours(1);
    private static final Duration USUAL_REVIEW = Duration.ofDays(7);
    private static final Duration LONGEST_SILENCE = Duration.ofDays(1);
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> LANGUAGES = Set.of(Locale.getISOLanguages());

    TaskSpec taskSpec() {
        return TaskSpec.parse(spec, "/spec");
    }

    /**
     * The terms as the domain knows them.
     *
     * @throws InvalidRequest with a pointer for each member that cannot be
     */
    JobTerms terms(TaskSpec taskSpec) {
        var errors = new ArrayList<FieldError>();
        Money money = reward.toMoney();
        if (money.minor() <= 0) {
            errors.add(new FieldError("/reward/amount", "must be above zero"));
        }
        Money most = budget == null ? null : budget.toMoney();
        if (most != null && !most.currency().equals(money.currency())) {
            errors.add(new FieldError("/budget/currency", "must be " + money.currency() + ", as the reward"));
        }
        if (most != null && most.minor() <= 0) {
            errors.add(new FieldError("/budget/amount", "must be above zero"));
        }
        Duration limit = timeLimit == null ? longer(USUAL_LIMIT, timeEstimate) : timeLimit;
        ReviewTerms decisions = review == null
                ? ReviewTerms.usual()
                : review.terms(quality != null && quality.control() != null, errors);
        boolean silence = decisions.policy() == ReviewPolicy.SILENCE;
        Duration window = reviewWindow == null ? (silence ? LONGEST_SILENCE : USUAL_REVIEW) : reviewWindow;
        if (silence && window.compareTo(LONGEST_SILENCE) > 0) {
            errors.add(new FieldError(
                    "/reviewWindow", "must be at most " + LONGEST_SILENCE + " where nobody is expected to look"));
        }
        check("/timeEstimate", timeEstimate, SHORTEST, LONGEST_ESTIMATE, errors);
        check("/timeLimit", limit, SHORTEST, LONGEST_LIMIT, errors);
        check("/reviewWindow", window, SHORTEST, LONGEST_REVIEW, errors);
        if (limit.compareTo(timeEstimate) < 0) {
            errors.add(new FieldError("/timeLimit", "must not be shorter than the time estimate"));
        }
        List<String> admitted = places == null ? List.of() : places;
        for (int i = 0; i < admitted.size(); i++) {
            if (!isPlace(admitted.get(i))) {
                errors.add(new FieldError("/places/" + i, "must be an ISO 3166 code such as ES or US-CA"));
            }
        }
        List<String> spoken = languagesOf(errors);
        QualityPolicy policy = quality == null ? null : quality.policy(overlap, taskSpec, errors);
        if (screenOuts == null && taskSpec.screenOut() != null) {
            errors.add(new FieldError(
                    "/screenOuts",
                    "must say how many workers the job pays beside its answers for finding out that it is not for them, as the spec"
                            + " has screenOut: past that number each takes the place of an answer"));
        }
        if (screenOuts != null && taskSpec.screenOut() == null) {
            errors.add(new FieldError(
                    "/screenOuts", "must be left out, or the spec say in screenOut which answers screen a worker out"));
        }
        if (!errors.isEmpty()) {
            throw new InvalidRequest(
                    "invalid-request",
                    "The job cannot be drafted: " + errors.getFirst().pointer() + " "
                            + errors.getFirst().detail() + ".",
                    errors);
        }
        return new JobTerms(
                title.strip(),
                description,
                taskSpec.hash(),
                money,
                most,
                timeEstimate,
                limit,
                window,
                overlapOf(policy),
                admitted.stream().distinct().toList(),
                spoken,
                floorPolicy == null ? FloorPolicy.UNIFORM : floorPolicy,
                decisions,
                pilotWorkers == null ? 0 : pilotWorkers,
                screenOuts,
                policy);
    }

    /** With dynamic overlap the most answers: what a task may cost. */
    private int overlapOf(@Nullable QualityPolicy policy) {
        if (policy != null && policy.overlap() != null) {
            return policy.overlap().max();
        }
        return overlap == null ? 1 : overlap;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static void check(
            String pointer, Duration duration, Duration least, Duration most, List<FieldError> errors) {
        if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
            errors.add(new FieldError(pointer, "must be between " + least + " and " + most));
        }
    }

    /** In their usual spelling and order, so that the same languages are the same list. */
    private List<String> languagesOf(List<FieldError> errors) {
        List<String> given = languages == null ? List.of() : languages;
        var spoken = new TreeSet<String>();
        for (int i = 0; i < given.size(); i++) {
            String tag = languageTag(given.get(i));
            if (tag == null) {
                errors.add(new FieldError("/languages/" + i, "must be a BCP 47 tag such as ca or pt-BR"));
            } else {
                spoken.add(tag);
            }
        }
        return List.copyOf(spoken);
    }

    private static @Nullable String languageTag(@Nullable String given) {
        if (given == null) {
            return null;
        }
        try {
            var locale = new Locale.Builder().setLanguageTag(given).build();
            String language = locale.getLanguage();
            boolean known = language.length() == 3 || LANGUAGES.contains(language);
            return known ? locale.toLanguageTag() : null;
        } catch (IllformedLocaleException malformed) {
            return null;
        }
    }

    private static boolean isPlace(@Nullable String code) {
        return code != null && code.matches("[A-Z]{2}(-[A-Z0-9]{1,3})?") && COUNTRIES.contains(code.substring(0, 2));
    }
}
