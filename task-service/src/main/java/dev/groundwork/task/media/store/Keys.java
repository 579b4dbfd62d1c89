package dev.groundwork.task.media.store;

import java.util.regex.Pattern;

/** The shape of a key, the same for every store, so that objects can be copied from one to another. */
final class Keys {

    private static final String SEGMENT = "[A-Za-z0-9_-][A-Za-z0-9._-]*";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(/" + SEGMENT + ")+");
    private static final Pattern PREFIX = Pattern.compile("(" + SEGMENT + "(/" + SEGMENT + ")*/?)?");

    /** As many as S3 takes. */
    private static final int MOST_CHARACTERS = 1024;

    private Keys() {}

    static String checked(String key) {
        if (key.length() > MOST_CHARACTERS || !KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("not a key of an object: " + key);
        }
        return key;
    }

    static String checkedPrefix(String prefix) {
        if (prefix.length() > MOST_CHARACTERS || !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("not the beginning of a key: " + prefix);
        }
        return prefix;
    }
}
