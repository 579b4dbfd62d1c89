package dev.groundwork.payment.benefit;

import java.math.BigDecimal;
import java.util.List;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

import dev.groundwork.kit.Ids;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.benefit.BenefitSchemes.Scheme;
import dev.groundwork.payment.benefit.BenefitTable.Month;
import dev.groundwork.payment.caller.Caller;
import dev.groundwork.payment.caller.RequestMonth;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

@Path("/v1/benefit-schemes")
@Tag(name = "Fair pay")
@RunOnVirtualThread
class BenefitSchemeResource {

    private static final String TEXT = "\\P{Cntrl}*";

    private final BenefitSchemes schemes;
    private final Caller caller;

    BenefitSchemeResource(BenefitSchemes schemes, Caller caller) {
        this.schemes = schemes;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({"operator", "finance-maker", "finance-checker"})
    @Operation(
            operationId = "listBenefitSchemes",
            summary = "List what is laid aside for benefits",
            description =
                    "For each month: what workers earned in the currency, less what was taken back, and the share of it that lies in"
                            + " the fund. Rounded down over all months together, so that what is left over counts with the next.")
    public SchemeList list() {
        return new SchemeList(schemes.all().stream().map(SchemeView::of).toList());
    }

    @POST
    @RolesAllowed("operator")
    @ResponseStatus(201)
    @Operation(
            operationId = "addBenefitScheme",
            summary = "Lay a share of earnings aside from a month on",
            description =
                    "It comes out of the platform's fees, so that neither a reward nor a price changes. A scheme is never edited: for"
                            + " another rate end it, and add another one.")
    @APIResponse(responseCode = "201", description = "Added")
    @APIResponse(responseCode = "400", description = "invalid-month")
    @APIResponse(responseCode = "409", description = "benefit-scheme-exists")
    @APIResponse(responseCode = "422", description = "benefit-scheme-begun, unsupported-currency")
    public SchemeView add(@Valid @NotNull NewScheme body) {
        var scheme = new BenefitScheme(
                Ids.next(),
                body.code(),
                body.name(),
                body.currency(),
                new BigDecimal(body.rate()),
                RequestMonth.of(body.firstMonth()),
                null);
        schemes.add(scheme, caller.actor(), body.reason());
        return SchemeView.of(new Scheme(scheme, List.of()));
    }

    @POST
    @Path("/{code}/end")
    @RolesAllowed("operator")
    @ResponseStatus(200)
    @Operation(operationId = "endBenefitScheme", summary = "End a scheme with a month")
    @APIResponse(responseCode = "200", description = "It ends then")
    @APIResponse(responseCode = "404", description = "benefit-scheme-not-found")
    @APIResponse(responseCode = "409", description = "benefit-scheme-ended")
    @APIResponse(responseCode = "422", description = "benefit-scheme-begun")
    public SchemeView end(@RestPath String code, @Valid @NotNull End body) {
        return SchemeView.of(new Scheme(schemes.end(code, RequestMonth.of(body.lastMonth())), List.of()));
    }

    record NewScheme(
            @NotNull @Pattern(regexp = "[a-z0-9-]{2,40}") @Schema(examples = "health-eur")
            String code,

            @NotBlank @Size(max = 200) @Pattern(regexp = TEXT) @Schema(examples = "Health fund")
            String name,

            @NotNull @Pattern(regexp = "[A-Z]{3}") @Schema(examples = "EUR")
            String currency,

            @NotNull @DecimalMin("0.000001") @DecimalMax("0.999999") @Digits(integer = 1, fraction = 6) @Schema(description = "Of what workers earn", examples = "0.05")
            String rate,

            @NotNull @Schema(description = "This month or a later one", examples = "2027-01")
            String firstMonth,

            @NotBlank @Size(max = 500) @Pattern(regexp = TEXT) @Schema(examples = "Agreed with the workers' council")
            String reason) {}

    @Schema(name = "BenefitSchemeEnd")
    record End(
            @NotNull @Schema(description = "This month or a later one", examples = "2027-12")
            String lastMonth) {}

    @Schema(name = "BenefitSchemes")
    record SchemeList(List<SchemeView> items) {}

    @Schema(name = "BenefitScheme")
    record SchemeView(
            @Schema(examples = "health-eur") String code,
            @Schema(examples = "Health fund") String name,
            @Schema(examples = "EUR") String currency,
            @Schema(examples = "0.05") String rate,
            @Schema(examples = "2027-01") String firstMonth,
            @Nullable String lastMonth,
            List<MonthView> months) {

        static SchemeView of(Scheme scheme) {
            BenefitScheme terms = scheme.terms();
            return new SchemeView(
                    terms.code(),
                    terms.name(),
                    terms.currency(),
                    terms.rate().stripTrailingZeros().toPlainString(),
                    terms.firstMonth().toString(),
                    terms.lastMonth() == null ? null : terms.lastMonth().toString(),
                    scheme.months().stream()
                            .map(month -> MonthView.of(month, terms.currency()))
                            .toList());
        }
    }

    @Schema(name = "BenefitMonth")
    record MonthView(@Schema(examples = "2027-01") String month, MoneyBody earned, MoneyBody laidAside) {

        static MonthView of(Month month, String currency) {
            return new MonthView(
                    month.month().toString(),
                    MoneyBody.of(new Money(month.baseMinor(), currency)),
                    MoneyBody.of(new Money(month.accruedMinor(), currency)));
        }
    }
}
