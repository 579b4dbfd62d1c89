package dev.groundwork.payment.wage;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Pattern;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.InvalidRequest;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/wage-floors")
@Tag(name = "Fair pay")
@PermitAll
@RunOnVirtualThread
class WageFloorResource {

    private static final Pattern PLACE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");

    private final WageFloorTable table;
    private final Clock clock;

    WageFloorResource(WageFloorTable table, Clock clock) {
        this.table = table;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "getWageFloor",
            summary = "What an hour of work costs at least in a place",
            description =
                    "The highest of the statutory minimum, the living wage where one is known, and the marketplace's own"
                            + " floor; with its source. A place that is not known has the marketplace's floor.")
    public FloorView get(
            @RestQuery
                    @Parameter(description = "ISO 3166-1 country or ISO 3166-2 subdivision", example = "US-CA")
                    @Nullable String place) {
        if (place == null || !PLACE.matcher(place).matches()) {
            throw new InvalidRequest(
                    "invalid-place",
                    "Name the place by ?place= with its ISO 3166-1 code such as ES, or ISO 3166-2 such as US-CA, in upper case.");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return FloorView.of(place, new WageFloors(table.all()).resolve(place, today));
    }

    @Schema(name = "WageFloor")
    record FloorView(
            @Schema(examples = "US-CA") String place,
            MoneyBody perHour,
            Kind kind,

            @Schema(description = "The place whose rate it is", examples = "US-CA")
            String rateOf,

            @Schema(examples = "2026-01-01") LocalDate effectiveFrom,
            String source,
            String note,
            @Schema(examples = "high") String confidence,
            @Nullable LocalDate reviewBy) {

        static FloorView of(String place, WageFloor floor) {
            return new FloorView(
                    place,
                    MoneyBody.of(floor.perHour()),
                    floor.kind(),
                    floor.place(),
                    floor.effectiveFrom(),
                    floor.source(),
                    floor.note(),
                    floor.confidence(),
                    floor.reviewBy());
        }
    }
}
