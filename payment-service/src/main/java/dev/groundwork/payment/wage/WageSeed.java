package dev.groundwork.payment.wage;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** The floors that come with the marketplace: two files, in which lines are added and never changed. */
final class WageSeed {

    private static final String STATUTORY = "/wage/minimum_wages.csv";
    private static final String PLATFORM = "/wage/platform_floors.csv";

    /** How the notes of the statutory file mark a rate that exists on paper only. */
    private static final String OBSOLETE = "never use alone";

    /** Rows without a rate have no date either; they hold from the beginning. */
    private static final LocalDate ALWAYS = LocalDate.of(1970, 1, 1);

    private WageSeed() {}

    static List<WageFloor> read() {
        List<WageFloor> floors = new ArrayList<>();
        for (CSVRecord line : lines(STATUTORY)) {
            floors.add(statutory(line));
        }
        for (CSVRecord line : lines(PLATFORM)) {
            floors.add(platform(line));
        }
        return floors;
    }

    /** {@return the fixed reference rates at which the marketplace's floor was said in each currency} */
    static List<FxRate> readRates() {
        List<FxRate> rates = new ArrayList<>();
        for (CSVRecord line : lines(PLATFORM)) {
            rates.add(new FxRate(
                    line.get("currency"),
                    LocalDate.parse(line.get("effective_date")),
                    new BigDecimal(line.get("reference_rate")),
                    "fixed reference rate of the platform floor"));
        }
        return rates;
    }

    private static WageFloor statutory(CSVRecord line) {
        String amount = line.get("hourly_minimum");
        String date = line.get("effective_date");
        String note = line.get("note");
        String currency = line.get("currency");
        String review = line.get("review_by");
        return new WageFloor(
                line.get("country"),
                Kind.STATUTORY,
                date.isEmpty() ? ALWAYS : LocalDate.parse(date),
                minor(amount, currency),
                currency,
                note.contains(OBSOLETE),
                line.get("source"),
                note,
                line.get("confidence"),
                review.isEmpty() ? null : LocalDate.parse(review));
    }

    private static WageFloor platform(CSVRecord line) {
        String currency = line.get("currency");
        return new WageFloor(
                WageFloor.PLATFORM_PREFIX + currency,
                Kind.PLATFORM,
                LocalDate.parse(line.get("effective_date")),
                minor(line.get("per_hour"), currency),
                currency,
                false,
                "Platform floor: 8.00 USD an hour at the fixed reference rate of " + line.get("reference_rate")
                        + " to 1 USD",
                "",
                "high",
                null);
    }

    /** Rounded up: nobody is paid less because a minor unit was cut off. */
    private static @Nullable Long minor(String amount, String currency) {
        if (amount.isEmpty()) {
            return null;
        }
        int exponent = Money.zero(currency).exponent();
        return new BigDecimal(amount)
                .movePointRight(exponent)
                .setScale(0, RoundingMode.CEILING)
                .longValueExact();
    }

    private static List<CSVRecord> lines(String file) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get();
        try (InputStream in = WageSeed.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("missing from the build: " + file);
            }
            return format.parse(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getRecords();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
