package dev.groundwork.payment.guarantee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
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
import dev.groundwork.kit.paging.Page;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.guarantee.WageWeekReader.After;
import dev.groundwork.payment.guarantee.WageWeekReader.WageWeek;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;
import org.jspecify.annotations.Nullable;

@Path("/v1/wage-weeks")
@Tag(name = "Worker's money")
@RolesAllowed("worker")
@RunOnVirtualThread
class WageWeekResource {

    private final WageWeekReader reader;
    private final WageWeeks weeks;
    private final Caller caller;

    WageWeekResource(WageWeekReader reader, WageWeeks weeks, Caller caller) {
        this.reader = reader;
        this.weeks = weeks;
        this.caller = caller;
    }

    @GET
    @Operation(
            operationId = "listWageWeeks",
            summary = "Your weeks against the wage floor, newest first",
            description =
                    "For each week, requester and currency: the time that counts, what you earned, what that time comes to at the"
                            + " floor, and the top-up that you got; with the floor and its source. A week is reckoned after its end.")
    public Page<WageWeekView> list(
            @RestQuery @Nullable String cursor, @RestQuery @DefaultValue("50") @Min(1) @Max(500) int limit) {
        After after = Cursor.decode(
                cursor,
                3,
                parts -> new After(LocalDate.parse(parts.get(0)), UUID.fromString(parts.get(1)), parts.get(2)));
        List<WageWeek> rows = reader.ofWorker(caller.workerId(), after, limit + 1);
        return Page.of(
                        rows,
                        limit,
                        last -> Cursor.encode(
                                last.week().toString(), last.requesterId().toString(), last.currency()))
                .map(WageWeekView::of);
    }

    @POST
    @Path("/reckonings")
    @RolesAllowed("operator")
    @Tag(name = "Fair pay")
    @Operation(
            operationId = "reckonWageWeeks",
            summary = "Reckon now what is due",
            description =
                    "Does at once what is done every five minutes: reckons weeks that are over and changed, and posts what they lack."
                            + " Answers before it is done; a week that did not change is not touched.")
    @APIResponse(responseCode = "202", description = "Under way")
    public RestResponse<Void> reckon() {
        weeks.runSoon();
        return RestResponse.accepted();
    }

    /** @param floorPerHour the highest floor that was used, in the currency of the pay */
    @Schema(name = "WageWeek")
    record WageWeekView(
            @Schema(description = "Its Monday", examples = "2026-11-16")
            LocalDate week,

            UUID requesterId,
            long assignments,

            @Schema(description = "Active time, in seconds", examples = "2840")
            long activeSeconds,

            @Schema(description = "Of it, what counts: up to the cap of each job", examples = "2240")
            long creditedSeconds,

            @Schema(description = "Of the active time, what went into attempts whose time ran out", examples = "0")
            long expiredSeconds,

            MoneyBody floorPerHour,
            @Schema(examples = "statutory") String floorKind,
            @Schema(examples = "ES") String floorPlace,
            String floorSource,
            MoneyBody earned,

            @Schema(description = "What the time that counts comes to at the floor")
            MoneyBody due,

            @Schema(description = "The same at the exchange rates of the week's end, where those are worse for you")
            MoneyBody dueAtClose,

            MoneyBody toppedUp,

            @Schema(description = "Grows when the week was reckoned anew", examples = "1")
            int revision,

            Instant reckonedAt) {

        static WageWeekView of(WageWeek week) {
            return new WageWeekView(
                    week.week(),
                    week.requesterId(),
                    week.assignments(),
                    week.activeSeconds(),
                    week.creditedSeconds(),
                    week.expiredSeconds(),
                    money(week.floorMinor(), week),
                    week.floorKind().toLowerCase(Locale.ROOT),
                    week.floorPlace(),
                    week.floorSource(),
                    money(week.earnedMinor(), week),
                    money(week.dueMinor(), week),
                    money(week.dueAtCloseMinor(), week),
                    money(week.postedMinor(), week),
                    week.revision(),
                    week.computedAt());
        }

        private static MoneyBody money(long minor, WageWeek week) {
            return MoneyBody.of(new Money(minor, week.currency()));
        }
    }
}
