package dev.groundwork.worker.notice;

import java.time.Clock;
import java.util.List;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;

import dev.groundwork.kit.problem.NotFound;

import org.jspecify.annotations.Nullable;

/** What a worker may do with their notices: each public method is one use case and one transaction. */
@ApplicationScoped
public class NoticeService {

    private final NoticeRepository notices;
    private final Clock clock;

    NoticeService(NoticeRepository notices, Clock clock) {
        this.notices = notices;
        this.clock = clock;
    }

    /**
     * @param before the id that the page before ended with, null for the newest
     * @param kind null for all
     * @param limit how many notices at most
     */
    @Transactional
    public Shelf list(UUID workerId, @Nullable UUID before, boolean unreadOnly, @Nullable NoticeKind kind, int limit) {
        // One more than asked for tells whether there is a next page.
        var found = notices.of(workerId, before, unreadOnly, kind, limit + 1);
        return new Shelf(
                found.subList(0, Math.min(limit, found.size())), found.size() > limit, notices.countUnread(workerId));
    }

    /** @throws NotFound {@code notice-not-found} where the notice is not the worker's own */
    @Transactional
    public void markRead(UUID workerId, UUID noticeId) {
        if (notices.markRead(workerId, noticeId, clock.instant()) == 0 && !notices.isOf(workerId, noticeId)) {
            throw new NotFound("notice", noticeId);
        }
    }

    /**
     * @param newest the notice up to which all are read, null for all of them
     * @return how many were unread before
     */
    @Transactional
    public int markReadUpTo(UUID workerId, @Nullable UUID newest) {
        return notices.markReadUpTo(workerId, newest, clock.instant());
    }

    /**
     * @param more whether older ones follow
     * @param unread how many of all notices are unread
     */
    public record Shelf(List<Notice> notices, boolean more, long unread) {}
}
