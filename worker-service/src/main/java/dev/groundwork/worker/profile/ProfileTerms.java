package dev.groundwork.worker.profile;

import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import dev.groundwork.kit.problem.FieldError;
import dev.groundwork.kit.problem.InvalidRequest;

import org.jspecify.annotations.Nullable;

/**
 * What a worker may say of themselves, checked and in canonical form.
 *
 * @param displayName 1 to 80 characters
 * @param country ISO 3166-1 alpha-2, upper case
 * @param subdivision ISO 3166-2 within that country, such as {@code US-CA}
 * @param languages 1 to 20 different BCP 47 tags, the strongest first
 */
public record ProfileTerms(
        String displayName, String country, @Nullable String subdivision, List<String> languages) {

    private static final int LONGEST_NAME = 80;
    private static final int MOST_LANGUAGES = 20;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> TWO_LETTER_LANGUAGES = Set.of(Locale.getISOLanguages());
    private static final Pattern SUBDIVISION = Pattern.compile("[A-Z]{2}-[A-Z0-9]{1,3}");

    public ProfileTerms {
        languages = List.copyOf(languages);
    }

    /**
     * Checks everything at once, so that a person sees every fault of a form in one answer.
     *
     * @throws InvalidRequest {@code invalid-request} with a JSON pointer for each field at fault
     */
    public static ProfileTerms check(
            @Nullable String displayName,
            @Nullable String country,
            @Nullable String subdivision,
            @Nullable List<@Nullable String> languages) {
        var faults = new ArrayList<FieldError>();
        var name = checkName(displayName, faults);
        var place = checkCountry(country, faults);
        var part = checkSubdivision(subdivision, place, faults);
        var tags = checkLanguages(languages, faults);
        if (!faults.isEmpty()) {
            throw new InvalidRequest("invalid-request", "The profile has invalid fields.", faults);
        }
        return new ProfileTerms(name, place, part, tags);
    }

    private static String checkName(@Nullable String displayName, List<FieldError> faults) {
        var name = displayName == null ? "" : displayName.strip();
        if (name.isEmpty() || name.codePointCount(0, name.length()) > LONGEST_NAME) {
            faults.add(new FieldError("/displayName", "must be 1 to " + LONGEST_NAME + " characters"));
        } else if (name.codePoints().anyMatch(Character::isISOControl)) {
            faults.add(new FieldError("/displayName", "must not contain control characters"));
        }
        return name;
    }

    private static String checkCountry(@Nullable String country, List<FieldError> faults) {
        var place = country == null ? "" : country.strip().toUpperCase(Locale.ROOT);
        if (!COUNTRIES.contains(place)) {
            faults.add(new FieldError("/country", "must be an ISO 3166-1 alpha-2 country code such as ES"));
        }
        return place;
    }

    private static @Nullable String checkSubdivision(
            @Nullable String subdivision, String country, List<FieldError> faults) {
        if (subdivision == null || subdivision.isBlank()) {
            return null;
        }
        var part = subdivision.strip().toUpperCase(Locale.ROOT);
        if (!SUBDIVISION.matcher(part).matches()) {
            faults.add(new FieldError("/subdivision", "must be an ISO 3166-2 code such as US-CA"));
        } else if (COUNTRIES.contains(country) && !part.startsWith(country + "-")) {
            faults.add(new FieldError(
                    "/subdivision", "must be a part of " + country + ", so start with " + country + "-"));
        }
        return part;
    }

    private static List<String> checkLanguages(@Nullable List<@Nullable String> languages, List<FieldError> faults) {
        if (languages == null || languages.isEmpty() || languages.size() > MOST_LANGUAGES) {
            faults.add(new FieldError("/languages", "must name 1 to " + MOST_LANGUAGES + " languages"));
            return List.of();
        }
        var tags = new LinkedHashSet<String>();
        for (int i = 0; i < languages.size(); i++) {
            var tag = canonicalLanguage(languages.get(i));
            if (tag == null) {
                faults.add(new FieldError("/languages/" + i, "must be a BCP 47 language tag such as es or pt-BR"));
            } else if (!tags.add(tag)) {
                faults.add(new FieldError("/languages/" + i, "names " + tag + " again"));
            }
        }
        return List.copyOf(tags);
    }

    /** {@return the tag as BCP 47 writes it, or null where it is none} */
    private static @Nullable String canonicalLanguage(@Nullable String tag) {
        if (tag == null || tag.isBlank()) {
            return null;
        }
        try {
            var locale = new Locale.Builder().setLanguageTag(tag.strip()).build();
            var language = locale.getLanguage();
            // Words such as "english" are well-formed as tags but name no language: a language has two letters of
            // ISO 639-1, or the three of a language that has no two.
            boolean known = language.length() == 3 || TWO_LETTER_LANGUAGES.contains(language);
            return known ? locale.toLanguageTag() : null;
        } catch (IllformedLocaleException notATag) {
            return null;
        }
    }
}
