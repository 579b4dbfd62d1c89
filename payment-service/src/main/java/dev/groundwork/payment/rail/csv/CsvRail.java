package dev.groundwork.payment.rail.csv;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

import jakarta.enterprise.context.ApplicationScoped;

import dev.groundwork.kit.money.Money;
import dev.groundwork.payment.rail.Capabilities;
import dev.groundwork.payment.rail.Destination;
import dev.groundwork.payment.rail.PayoutRail;
import dev.groundwork.payment.rail.RailItem;
import dev.groundwork.payment.rail.RailPart;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Bank accounts and amounts as CSV (RFC 4180, UTF-8), for a bank that takes no files of transfers. A person carries the
 * payouts out, and says so.
 */
@ApplicationScoped
class CsvRail implements PayoutRail {

    private static final int ITEMS_PER_FILE = 10_000;

    private static final CSVFormat FORMAT = CSVFormat.RFC4180
            .builder()
            .setHeader("endToEndId", "name", "iban", "bic", "amount", "currency", "valueDate", "reference")
            .get();

    @Override
    public String name() {
        return "CSV";
    }

    @Override
    public Capabilities capabilities() {
        return new Capabilities(Set.of(), "SEPA", 1, ITEMS_PER_FILE, Capabilities.FOR_EVER, Map.of());
    }

    @Override
    public String kind() {
        return "payout-csv";
    }

    @Override
    public String mediaType() {
        return "text/csv; charset=UTF-8";
    }

    @Override
    public String fileName(UUID batchId, int part) {
        return "payouts-" + batchId + (part == 1 ? "" : "-" + part) + ".csv";
    }

    @Override
    public byte[] render(RailPart part) {
        var text = new StringBuilder(64 + 160 * part.items().size());
        try (var csv = new CSVPrinter(text, FORMAT)) {
            for (RailItem item : part.items()) {
                if (!(item.destination() instanceof Destination.Bank account)) {
                    throw new IllegalArgumentException("this table is of bank accounts: " + item.id());
                }
                csv.printRecord(
                        item.endToEndId(),
                        guarded(account.holderName()),
                        account.iban(),
                        account.bic(),
                        new Money(item.amountMinor(), part.currency()).decimal(),
                        part.currency(),
                        part.valueDate(),
                        guarded(item.remittance()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** A worker's own text must not be a formula where the table is opened. */
    static @Nullable String guarded(@Nullable String text) {
        return text != null && !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }
}
