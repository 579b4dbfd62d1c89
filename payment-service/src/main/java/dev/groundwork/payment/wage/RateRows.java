package dev.groundwork.payment.wage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import dev.groundwork.contracts.payment.v1.WageFloorEvent.Kind;
import dev.groundwork.kit.money.Money;
import dev.groundwork.kit.problem.InvalidRequest;
import dev.groundwork.kit.problem.Unprocessable;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/** Reads floors and exchange rates from CSV: all rows or none, and every cell that is wrong is named. */
final class RateRows {

    static final Pattern PLACE = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,3})?");

    private static final int MOST_ROWS = 10_000;
    private static final int MOST_ERRORS = 1_000;
    private static final int LONGEST_TEXT = 500;
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());
    private static final Set<String> CONFIDENCE = Set.of("high", "medium", "low");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,14}(\\.[0-9]{1,10})?");

    private final List<CellError> errors = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private long row;
    private Map<String, String> cells = Map.of();

    private RateRows() {}

    /**
     * Columns {@code place, currency, per_hour, effective_date, source, confidence}, and if wanted {@code note, review_by}. A statutory row
     * without {@code per_hour} says that the place has no rate.
     *
     * @throws Unprocessable {@code rates-rejected}
     */
    static List<WageFloor> floors(String csv, Kind kind) {
        var rows = new RateRows();
        List<WageFloor> floors = new ArrayList<>();
        for (CSVRecord line :
                rows.lines(csv, List.of("place", "currency", "per_hour", "effective_date", "source", "confidence"))) {
            WageFloor floor = rows.floor(line, kind);
            if (floor != null) {
                floors.add(floor);
            }
        }
        rows.orRefuse();
        return floors;
    }

    /**
     * Columns {@code currency, per_usd, effective_date, source}.
     *
     * @throws Unprocessable {@code rates-rejected}
     */
    static List<FxRate> rates(String csv) {
        var rows = new RateRows();
        List<FxRate> rates = new ArrayList<>();
        for (CSVRecord line : rows.lines(csv, List.of("currency", "per_usd", "effective_date", "source"))) {
            FxRate rate = rows.rate(line);
            if (rate != null) {
                rates.add(rate);
            }
        }
        rows.orRefuse();
        return rates;
    }

    /** {@return whether there is such a country; of subdivisions only the form is known} */
    static boolean isPlace(String place) {
        return PLACE.matcher(place).matches() && COUNTRIES.contains(place.substring(0, 2));
    }

    private List<CSVRecord> lines(String csv, List<String> wanted) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setTrim(true)
                .setIgnoreEmptyLines(true)
                .get();
        try (CSVParser parser = CSVParser.parse(csv.startsWith("\uFEFF") ? csv.substring(1) : csv, format)) {
            for (String column : wanted) {
                if (!parser.getHeaderNames().contains(column)) {
                    add(column, "column-missing", "the header has no column " + column);
                }
            }
            if (!errors.isEmpty()) {
                return List.of();
            }
            List<CSVRecord> records = parser.getRecords();
            if (records.isEmpty() || records.size() > MOST_ROWS) {
                add("", "row-count", "an import has 1 to " + MOST_ROWS + " rows below its header");
                return List.of();
            }
            return records;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            add("", "not-csv", "this is no CSV with a header: " + e.getMessage());
            return List.of();
        }
    }

    private @Nullable WageFloor floor(CSVRecord line, Kind kind) {
        begin(line);
        int before = errors.size();
        String place = text("place", true);
        if (!place.isEmpty() && !isPlace(place)) {
            add(
                    "place",
                    "unknown-place",
                    "an ISO 3166-1 country such as GB, or an ISO 3166-2 subdivision such as US-CA");
        }
        Money amount = amount(kind);
        LocalDate from = date("effective_date", true);
        LocalDate review = date("review_by", false);
        String source = text("source", true);
        String note = text("note", false);
        String confidence = text("confidence", true);
        if (!confidence.isEmpty() && !CONFIDENCE.contains(confidence)) {
            add("confidence", "not-allowed", "high, medium or low");
        }
        once(place + " " + from);
        if (errors.size() > before || from == null || amount == null) {
            return null;
        }
        return new WageFloor(
                place,
                kind,
                from,
                amount.isZero() ? null : amount.minor(),
                amount.currency(),
                false,
                source,
                note,
                confidence,
                review);
    }

    /** Zero stands for no rate at all, which only the law may have. */
    private @Nullable Money amount(Kind kind) {
        String currency = text("currency", true);
        String perHour = text("per_hour", kind != Kind.STATUTORY);
        try {
            Money amount = Money.parse(perHour.isEmpty() ? "0" : perHour, currency);
            if (amount.isZero() && !perHour.isEmpty()) {
                add("per_hour", "not-positive", "above zero");
            }
            return amount;
        } catch (InvalidRequest wrong) {
            if (!currency.isEmpty()) {
                add(
                        wrong.code().equals("unsupported-currency") ? "currency" : "per_hour",
                        wrong.code(),
                        wrong.detail());
            }
            return null;
        }
    }

    private @Nullable FxRate rate(CSVRecord line) {
        begin(line);
        int before = errors.size();
        String currency = text("currency", true);
        try {
            Money.zero(currency);
        } catch (IllegalArgumentException unknown) {
            add("currency", "unsupported-currency", "an ISO 4217 code such as EUR");
        }
        if (currency.equals("USD")) {
            add("currency", "not-allowed", "a dollar is a dollar");
        }
        String perUsd = text("per_usd", true);
        if (!NUMBER.matcher(perUsd).matches() || new BigDecimal(perUsd).signum() == 0) {
            add("per_usd", "not-a-number", "units for one US dollar, above zero, such as 0.925");
        }
        LocalDate on = date("effective_date", true);
        String source = text("source", true);
        once(currency + " " + on);
        return errors.size() > before || on == null ? null : new FxRate(currency, on, new BigDecimal(perUsd), source);
    }

    private void begin(CSVRecord line) {
        row = line.getRecordNumber();
        cells = line.toMap();
    }

    private void once(String key) {
        if (!seen.add(key)) {
            add("effective_date", "repeated", "the import names this day twice");
        }
    }

    private String text(String column, boolean required) {
        String value = cells.getOrDefault(column, "");
        if (value.isEmpty() && required) {
            add(column, "missing", "required");
        } else if (value.length() > LONGEST_TEXT || value.chars().anyMatch(Character::isISOControl)) {
            add(column, "not-allowed", "at most " + LONGEST_TEXT + " characters of text");
            return "";
        }
        return value;
    }

    private @Nullable LocalDate date(String column, boolean required) {
        String value = text(column, required);
        try {
            return value.isEmpty() ? null : LocalDate.parse(value);
        } catch (DateTimeException wrong) {
            add(column, "not-a-date", "a day such as 2026-04-01");
            return null;
        }
    }

    private void add(String column, String code, String detail) {
        if (errors.size() < MOST_ERRORS) {
            errors.add(new CellError(row, column, code, detail));
        }
    }

    private void orRefuse() {
        if (errors.isEmpty()) {
            return;
        }
        CellError first = errors.getFirst();
        throw new Unprocessable(
                "rates-rejected",
                "Nothing of the import is kept: " + errors.size() + " cells are wrong. The first: "
                        + (first.row() == 0 ? "the header" : "row " + first.row())
                        + (first.column().isEmpty() ? "" : ", column " + first.column()) + ": " + first.detail()
                        + ". Correct them all and import again.",
                Map.of("errors", List.copyOf(errors)));
    }
}
