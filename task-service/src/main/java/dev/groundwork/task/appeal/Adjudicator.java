package dev.groundwork.task.appeal;

import java.util.UUID;

import org.jspecify.annotations.Nullable;

/**
 * Who judges. Appeals against the own organisation and the own ones are not there for them.
 *
 * @param organisation that the person belongs to; null for none
 */
record Adjudicator(UUID personId, @Nullable UUID organisation) {

    private static final UUID NOBODY = new UUID(0, 0);

    /** {@return the organisation, or an id that no organisation has} */
    UUID organisationOrNobody() {
        return organisation == null ? NOBODY : organisation;
    }
}
