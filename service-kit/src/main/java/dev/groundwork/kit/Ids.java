package dev.groundwork.kit;

import java.util.UUID;

import com.github.f4b6a3.uuid.UuidCreator;

/** Identifiers that sort by the time of their making (UUIDv7), so that indexes grow at one end and lists page by id. */
public final class Ids {

    private Ids() {}

    /** {@return a new id, greater than every id that this process made before} */
    public static UUID next() {
        return UuidCreator.getTimeOrderedEpochPlus1();
    }
}
