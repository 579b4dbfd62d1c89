package dev.groundwork.task.review;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Somebody of the platform who looks at locks. Those of the own organisation are not there for them.
 *
 * @param organisation that the person belongs to; null for none
 */
record Onlooker(UUID personId, @Nullable UUID organisation) {

    private static final UUID NOBODY = new UUID(0, 0);

    /** {@return the organisation, or an id that no organisation has} */
    UUID organisationOrNobody() {
        return organisation == null ? NOBODY : organisation;
    }
}
