package dev.groundwork.task.export.format;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;

/** Names of files for pictures: from the names of the tasks, safe on every system, and no two alike. */
final class Images {

    private static final Set<String> EXTENSIONS =
            Set.of(".jpg", ".jpeg", ".png", ".gif", ".webp", ".bmp", ".tif", ".tiff");
    private static final int LONGEST_STEM = 100;

    /** Hashes of the stems so far, in a table with open addressing: a million names in memory would be too much. */
    private long[] seen = new long[1024];

    private int count;

    /**
     * Where a picture is in the export.
     *
     * @param stem without the extension: labels go by it too
     */
    record Name(String stem, String extension) {

        String file() {
            return stem + extension;
        }
    }

    /**
     * Names a picture.
     *
     * @param source address of the picture, which may tell what it is
     */
    Name name(String externalId, String source) {
        String extension = extensionOf(externalId);
        String wanted = externalId.substring(0, externalId.length() - extension.length());
        if (extension.isEmpty()) {
            extension = extensionOf(pathOf(source));
        }
        String stem = safe(wanted);
        if (!stem.equals(wanted) || !isNew(stem)) {
            // A part of the hash of the whole name tells apart what has become alike.
            String marked = stem + "-" + HexFormat.of().formatHex(sha256(externalId), 0, 8);
            stem = marked;
            for (int again = 2; !isNew(stem); again++) {
                stem = marked + "-" + again;
            }
        }
        return new Name(stem, extension);
    }

    private static String extensionOf(String name) {
        int dot = name.lastIndexOf('.');
        if (dot <= 0) {
            return "";
        }
        String extension = name.substring(dot);
        return EXTENSIONS.contains(extension.toLowerCase(Locale.ROOT)) ? extension : "";
    }

    private static String pathOf(String source) {
        int end = source.length();
        for (char stop : new char[] {'?', '#'}) {
            int at = source.indexOf(stop);
            end = at < 0 ? end : Math.min(end, at);
        }
        return source.substring(0, end);
    }

    private static String safe(String name) {
        var safe = new StringBuilder();
        for (int i = 0; i < name.length() && safe.length() < LONGEST_STEM; i++) {
            char c = name.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || (c == '.' && i > 0);
            safe.append(plain ? c : '_');
        }
        return safe.isEmpty() ? "_" : safe.toString();
    }

    /** Upper and lower case are one on some systems. */
    private boolean isNew(String stem) {
        byte[] hash = sha256(stem.toLowerCase(Locale.ROOT));
        long key = 1; // 0 marks a free place
        for (int i = 0; i < Long.BYTES; i++) {
            key = (key << 8) | (hash[i] & 0xff);
        }
        if (2 * count >= seen.length) {
            long[] old = seen;
            seen = new long[old.length * 2];
            Arrays.stream(old).filter(known -> known != 0).forEach(this::put);
        }
        boolean fresh = put(key == 0 ? 1 : key);
        count += fresh ? 1 : 0;
        return fresh;
    }

    private boolean put(long key) {
        int at = (int) (key >>> 1) & (seen.length - 1);
        while (seen[at] != 0) {
            if (seen[at] == key) {
                return false;
            }
            at = (at + 1) & (seen.length - 1);
        }
        seen[at] = key;
        return true;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
