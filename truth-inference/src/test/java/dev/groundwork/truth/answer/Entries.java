package dev.groundwork.truth.answer;

import java.util.Map;

/** Entries that a test relies on being there. */
public final class Entries {

    private Entries() {}

    public static <V> V at(Map<String, V> map, String key) {
        V value = map.get(key);
        if (value == null) {
            throw new AssertionError("no entry for " + key + " among " + map.keySet());
        }
        return value;
    }
}
