package dev.groundwork.payment.tax;

import java.util.List;
import java.util.UUID;

import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.sheet.CsvRows;
import dev.groundwork.payment.sheet.DocumentFormat;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.tax.TaxReports.Dac7;

import io.smallrye.common.annotation.RunOnVirtualThread;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

@Path("/v1/tax-reports")
@Tag(name = "Finance")
@RolesAllowed({"finance-maker", "finance-checker"})
@RunOnVirtualThread
class TaxReportResource {

    private final TaxReports reports;

    TaxReportResource(TaxReports reports) {
        this.reports = reports;
    }

    @GET
    @Path("/1099-nec/{year}")
    @Operation(
            operationId = "getNecReport",
            summary = "Data for Form 1099-NEC",
            description =
                    "Workers who lived in the United States at the year's end and were paid the threshold of the year or more: 600 dollars"
                            + " up to 2025, 2,000 for payments made from 2026 on. Other currencies at the rates of the days of payment.")
    @APIResponse(responseCode = "200", description = "The payees")
    @APIResponse(responseCode = "409", description = "year-not-over, exchange-rate-missing")
    public NecReport nec(@RestPath @Min(2000) @Max(2999) int year) {
        return new NecReport(
                year,
                MoneyBody.of(TaxRules.necThreshold(year)),
                reports.nec(year).stream()
                        .map(payee -> new NecPayee(payee.workerId(), MoneyBody.of(payee.paid())))
                        .toList());
    }

    @GET
    @Path("/dac7/{year}")
    @Operation(
            operationId = "getDac7Report",
            summary = "Data for DAC7",
            description =
                    "Workers who lived in the European Union at the year's end and were credited anything: consideration and number of"
                            + " activities of each quarter. No fees are taken from workers.")
    @APIResponse(responseCode = "200", description = "The sellers")
    @APIResponse(responseCode = "409", description = "year-not-over")
    public Dac7Report dac7(@RestPath @Min(2000) @Max(2999) int year) {
        return new Dac7Report(
                year, reports.dac7(year).stream().map(Dac7Seller::of).toList());
    }

    @GET
    @Path("/1099-nec/{year}/document")
    @Operation(operationId = "getNecDocument", summary = "The same data for Form 1099-NEC as a file")
    @APIResponse(responseCode = "200", description = "CSV (RFC 4180) or PDF")
    @APIResponse(responseCode = "409", description = "year-not-over, exchange-rate-missing")
    public RestResponse<byte[]> necDocument(
            @RestPath @Min(2000) @Max(2999) int year, @RestQuery @DefaultValue("CSV") DocumentFormat format) {
        return file(format, TaxSheets.nec(year, reports.nec(year)), "1099-nec-" + year);
    }

    @GET
    @Path("/dac7/{year}/document")
    @Operation(operationId = "getDac7Document", summary = "The same data for DAC7 as a file")
    @APIResponse(
            responseCode = "200",
            description = "CSV (RFC 4180) or PDF",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_OCTET_STREAM,
                            schema = @Schema(type = SchemaType.STRING, format = "binary")))
    @APIResponse(responseCode = "409", description = "year-not-over")
    public Response dac7Document(
            @RestPath @Min(2000) @Max(2999) int year, @RestQuery @DefaultValue("CSV") DocumentFormat format) {
        String name = "dac7-" + year;
        if (format == DocumentFormat.CSV) {
            reports.requireOver(year);
            StreamingOutput body = out -> {
                var csv = new CsvRows(TaxSheets.DAC7, out);
                reports.eachDac7(year, seller -> {
                    for (List<String> row : TaxSheets.dac7Rows(year, seller)) {
                        csv.add(row);
                    }
                });
                csv.end();
            };
            return format.answer(body, name).build().toResponse();
        }
        return format.answer(format.write(TaxSheets.dac7(year, reports.dac7(year))), name)
                .build()
                .toResponse();
    }

    private static RestResponse<byte[]> file(DocumentFormat format, Sheet sheet, String name) {
        return format.answer(format.write(sheet), name).build();
    }

    record NecReport(int year, MoneyBody threshold, List<NecPayee> payees) {}

    record NecPayee(UUID workerId, MoneyBody paid) {}

    record Dac7Report(int year, List<Dac7Seller> sellers) {}

    /** @param quarters four */
    record Dac7Seller(
            UUID workerId, @Schema(examples = "ES") String country, List<MoneyBody> quarters, List<Long> activities) {

        static Dac7Seller of(Dac7 seller) {
            return new Dac7Seller(
                    seller.workerId(),
                    seller.country(),
                    seller.quarters().stream().map(MoneyBody::of).toList(),
                    List.copyOf(seller.activities()));
        }
    }
}
