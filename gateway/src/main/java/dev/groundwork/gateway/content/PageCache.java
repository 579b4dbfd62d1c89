package dev.groundwork.gateway.content;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/** The pages that were shown last, bounded by what they take of the memory. For one thread. */
final class PageCache {

    private final Map<String, ServedPage> pages = new LinkedHashMap<>(16, 0.75f, true);
    private final long mostBytes;
    private long bytes;

    PageCache(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** {@return the page of a hash, null when it is not kept} */
    @Nullable ServedPage get(String hash) {
        return pages.get(hash);
    }

    /** Keeps a page, and as many of those shown last beside it as there is room for. */
    void keep(String hash, ServedPage page) {
        ServedPage before = pages.put(hash, page);
        bytes += page.bytes() - (before == null ? 0 : before.bytes());
        var eldest = pages.values().iterator();
        while (bytes > mostBytes && eldest.hasNext()) {
            bytes -= eldest.next().bytes();
            eldest.remove();
        }
    }
}
