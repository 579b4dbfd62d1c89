package dev.groundwork.worker.notice;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.paging.Cursor;
import dev.groundwork.worker.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/me/notices")
@Tag(name = "Worker")
@RolesAllowed("worker")
@RunOnVirtualThread
class NoticeResource {

    private final NoticeService notices;
    private final Caller caller;

    NoticeResource(NoticeService notices, Caller caller) {
        this.notices = notices;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listMyNotices",
            summary = "Read what you were told",
            description = "Newest first. Credits of one job and day are one notice that grows.")
    @APIResponse(
            responseCode = "200",
            description = "A page of notices and how many of all, of whatever kind, are unread",
            content =
                    @Content(
                            schema = @Schema(implementation = NoticePage.class),
                            examples = @ExampleObject(name = "notices", value = """
                                                    {"items": [
                                                       {"id": "0198c0de-1111-7000-8000-000000000001", "kind": "CREDITED",
                                                        "subjectId": "0198c0de-2222-7000-8000-000000000001",
                                                        "amount": {"amount": "2.75", "currency": "EUR"}, "times": 55,
                                                        "detail": {}, "occurredAt": "2026-11-22T10:15:00Z", "readAt": null}],
                                                     "next": null, "unread": 1}""")))
    public NoticePage list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue("50") @Min(1) @Max(200) int limit,
            @RestQuery @DefaultValue("false") boolean unread,
            @RestQuery @Nullable NoticeKind kind) {
        return NoticePage.of(notices.list(caller.workerId(), Cursor.decodeUuid(cursor), unread, kind, limit));
    }

    @POST
    @Path("/{noticeId}/read")
    @Operation(operationId = "readMyNotice", summary = "Mark one notice as read; again changes nothing")
    @APIResponse(responseCode = "204", description = "It is read")
    @APIResponse(responseCode = "404", description = "notice-not-found")
    public void markRead(@RestPath UUID noticeId) {
        notices.markRead(caller.workerId(), noticeId);
    }

    @POST
    @Path("/read")
    @Operation(operationId = "readMyNotices", summary = "Mark all notices as read, or those up to one")
    @RequestBody(
            content =
                    @Content(
                            schema = @Schema(implementation = ReadMark.class),
                            examples = @ExampleObject(name = "up to one", value = """
                                                    {"upTo": "0198c0de-1111-7000-8000-000000000001"}""")))
    @APIResponse(responseCode = "200", description = "How many were unread")
    public Marked markReadUpTo(@Nullable ReadMark mark) {
        return new Marked(notices.markReadUpTo(caller.workerId(), mark == null ? null : mark.upTo()));
    }

    /** @param upTo the newest notice that was seen; all older ones count as read too */
    record ReadMark(@Nullable UUID upTo) {}

    record Marked(int marked) {}

    record NoticePage(List<NoticeView> items, @Nullable String next, long unread) {

        static NoticePage of(NoticeService.Shelf shelf) {
            var items = shelf.notices().stream().map(NoticeView::of).toList();
            var next = shelf.more() ? Cursor.encode(items.getLast().id()) : null;
            return new NoticePage(items, next, shelf.unread());
        }
    }

    record NoticeView(
            UUID id,
            NoticeKind kind,

            @Schema(description = "The job of a credit, the payout, or the assignment")
            UUID subjectId,

            @Nullable MoneyBody amount,

            @Schema(description = "How many events this notice stands for")
            int times,

            @Schema(
                    description = "reason, evidence, clause, jobId, outcome and appealUntil of a rejection; ruling and"
                            + " decidedBy of its end; bankReference or reason of a payout; jobId and reason, in the"
                            + " words of who did it, of pay that was taken back")
            Map<String, String> detail,

            Instant occurredAt,
            @Nullable Instant readAt) {

        static NoticeView of(Notice notice) {
            var amount = notice.currency().isEmpty()
                    ? null
                    : MoneyBody.of(new Money(notice.amountMinor(), notice.currency()));
            return new NoticeView(
                    notice.id(),
                    notice.kind(),
                    notice.subjectId(),
                    amount,
                    notice.times(),
                    notice.detail(),
                    notice.occurredAt(),
                    notice.readAt());
        }
    }
}
