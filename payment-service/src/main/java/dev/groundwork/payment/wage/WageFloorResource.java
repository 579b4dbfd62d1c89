package dev.groundwork.payment.wage;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.payment.caller.Caller;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

@Path("/v1/wage-floors")
@Tag(name = "Fair pay")
@PermitAll
@RunOnVirtualThread
class WageFloorResource {

    private final WageFloorTable table;
    private final WageOffice office;
    private final Caller caller;
    private final Clock clock;

    WageFloorResource(WageFloorTable table, WageOffice office, Caller caller, Clock clock) {
        this.table = table;
        this.office = office;
        this.caller = caller;
        this.clock = clock;
    }

    @GET
    @Operation(
            operationId = "getWageFloor",
            summary = "What an hour of work costs at least in a place",
            description =
                    "The highest of the statutory minimum, the living wage where one is known, and the marketplace's own"
                            + " floor; with its source. A place that is not known has the marketplace's floor. Without a place:"
                            + " the marketplace's own floor in a currency, which holds for the base reward of every job.")
    @APIResponse(responseCode = "200", description = "The floor")
    @APIResponse(responseCode = "400", description = "invalid-place, unsupported-currency")
    public FloorView get(
            @RestQuery
                    @Parameter(description = "ISO 3166-1 country or ISO 3166-2 subdivision", example = "US-CA")
                    @Nullable String place,
            @RestQuery @Parameter(description = "ISO 4217; only where no place is named", example = "EUR") @Nullable String currency) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var floors = new WageFloors(table.all());
        if (place == null && currency != null) {
            WageFloor own = floors.platform(currency, today)
                    .orElseThrow(() -> new InvalidRequest(
                            "unsupported-currency",
                            "The marketplace has no floor of its own in that currency; name it by its ISO 4217 code such as"
                                    + " EUR."));
            return FloorView.of(own.place(), own);
        }
        if (place == null || !RateRows.PLACE.matcher(place).matches()) {
            throw new InvalidRequest(
                    "invalid-place",
                    "Name the place by ?place= with its ISO 3166-1 code such as ES, or ISO 3166-2 such as US-CA, in upper case.");
        }
        return FloorView.of(place, floors.resolve(place, today));
    }

    @GET
    @Path("/changes")
    @Operation(
            operationId = "listWageFloorChanges",
            summary = "What was added to the floors and exchange rates, newest first",
            description = "Nothing is ever edited or removed; the marketplace's own floor only rises.")
    public Changes changes(@RestQuery @DefaultValue("100") @Min(1) @Max(1000) int limit) {
        return new Changes(office.changes(limit).stream().map(ChangeView::of).toList());
    }

    @POST
    @RolesAllowed("operator")
    @Operation(
            operationId = "addWageFloor",
            summary = "Add a floor",
            description =
                    "Holds from its day on. A row is never edited: a newer one is added, with who added it and why. Weeks of workers"
                            + " that it concerns are reckoned anew, and the difference is paid.")
    @APIResponse(responseCode = "204", description = "Added")
    @APIResponse(responseCode = "409", description = "wage-floor-exists")
    @APIResponse(responseCode = "422", description = "platform-floor-lowered")
    public void add(@Valid @NotNull NewFloor body) {
        Money perHour = body.perHour().toMoney();
        boolean platform = body.kind() == Kind.PLATFORM;
        if (platform != (body.place() == null) || (body.place() != null && !RateRows.isPlace(body.place()))) {
            throw new InvalidRequest(
                    "invalid-place",
                    "Name the place with its ISO 3166-1 code such as ES, or ISO 3166-2 such as US-CA; leave it out for the"
                            + " marketplace's own floor.");
        }
        if (perHour.isZero()) {
            throw new InvalidRequest("invalid-amount", "A floor is above zero.");
        }
        office.add(
                new WageFloor(
                        body.place() == null ? WageFloor.PLATFORM_PREFIX + perHour.currency() : body.place(),
                        body.kind(),
                        body.effectiveFrom(),
                        perHour.minor(),
                        perHour.currency(),
                        false,
                        body.source(),
                        body.note() == null ? "" : body.note(),
                        body.confidence(),
                        body.reviewBy()),
                caller.actor(),
                body.reason());
    }

    @POST
    @Path("/imports")
    @Consumes("text/csv")
    @RolesAllowed("operator")
    @Operation(
            operationId = "importWageFloors",
            summary = "Import living wages or statutory rates",
            description =
                    "CSV with the columns place, currency, per_hour, effective_date, source, confidence and if wanted note and review_by."
                            + " All rows or none; rows that are there already stay as they are.")
    @APIResponse(responseCode = "200", description = "How many were new")
    @APIResponse(responseCode = "422", description = "rates-rejected, with row, column and code of each wrong cell")
    public Imported importFloors(
            @RestQuery @DefaultValue("LIVING") ImportedKind kind,
            @RestQuery @NotBlank @Size(max = 500) @Parameter(example = "Living wages of 2027") String reason,
            @NotNull String csv) {
        List<WageFloor> floors = RateRows.floors(csv, Kind.valueOf(kind.name()));
        int added = office.importFloors(floors, caller.actor(), reason);
        return new Imported(added, floors.size() - added);
    }

    @POST
    @Path("/exchange-rates")
    @Consumes("text/csv")
    @RolesAllowed("operator")
    @Operation(
            operationId = "importExchangeRates",
            summary = "Import exchange rates",
            description =
                    "CSV with the columns currency, per_usd, effective_date and source. They convert floors to the currency of the pay;"
                            + " money is never moved by them.")
    @APIResponse(responseCode = "200", description = "How many were new")
    @APIResponse(responseCode = "422", description = "rates-rejected, with row, column and code of each wrong cell")
    public Imported importRates(
            @RestQuery @NotBlank @Size(max = 500) @Parameter(example = "ECB reference rates") String reason,
            @NotNull String csv) {
        List<FxRate> rates = RateRows.rates(csv);
        int added = office.importRates(rates, caller.actor(), reason);
        return new Imported(added, rates.size() - added);
    }

    /** What an import may bring: the marketplace's own floor is not imported. */
    enum ImportedKind {
        LIVING,
        STATUTORY
    }

    /** @param unchanged rows of that place, kind and day were there already */
    record Imported(int added, int unchanged) {}

    record Changes(List<ChangeView> items) {}

    @Schema(name = "WageFloorChange")
    record ChangeView(
            @Schema(examples = "GB") String place,

            @Schema(description = "STATUTORY, LIVING, PLATFORM, or FX for an exchange rate", examples = "LIVING")
            String kind,

            LocalDate effectiveFrom,
            String reason,
            Instant changedAt) {

        static ChangeView of(WageOffice.Change change) {
            return new ChangeView(
                    change.place(), change.kind(), change.effectiveFrom(), change.reason(), change.changedAt());
        }
    }

    /** @param place absent for the marketplace's own floor in the currency of {@code perHour} */
    @Schema(name = "NewWageFloor")
    record NewFloor(
            @Schema(examples = "GB") @Nullable String place,
            @NotNull @Schema(examples = "LIVING") Kind kind,

            @NotNull @Valid @Schema(examples = "{\"amount\":\"13.45\",\"currency\":\"GBP\"}")
            MoneyBody perHour,

            @NotNull @Schema(examples = "2027-04-01") LocalDate effectiveFrom,

            @NotBlank @Size(max = 500) @Schema(examples = "Living Wage Foundation")
            String source,

            @Size(max = 500) @Nullable String note,

            @NotNull @Pattern(regexp = "high|medium|low") @Schema(examples = "high")
            String confidence,

            @Nullable LocalDate reviewBy,

            @NotBlank @Size(max = 500) @Schema(description = "Why it is added", examples = "New rates of April")
            String reason) {}

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
