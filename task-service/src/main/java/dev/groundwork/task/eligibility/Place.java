package dev.groundwork.task.eligibility;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Where a worker works.
 *
 * @param country ISO 3166-1 alpha-2
 * @param subdivision ISO 3166-2, where the worker named one
 */
public record Place(String country, @Nullable String subdivision) {

    /** {@return whether a job that names these countries and subdivisions is open here; one that names none is open everywhere} */
    public boolean isAdmittedBy(Collection<String> places) {
        return places.isEmpty() || places.contains(country) || (subdivision != null && places.contains(subdivision));
    }

    /** {@return the narrowest name, by which a wage floor is looked up} */
    public String narrowest() {
        return subdivision == null ? country : subdivision;
    }
}
