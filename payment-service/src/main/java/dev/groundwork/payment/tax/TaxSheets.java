package dev.groundwork.payment.tax;

import java.util.ArrayList;
import java.util.List;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.sheet.Sheet.Column;
import dev.groundwork.payment.sheet.Sheet.Fact;
import dev.groundwork.payment.tax.TaxReports.Dac7;
import dev.groundwork.payment.tax.TaxReports.Nec;

/** The data of a year's reports as documents: one line for each payee, or each seller and quarter. */
final class TaxSheets {

    private static final Fact WHO =
            new Fact("Names and tax identifiers", "are not here: add them where they are kept, by worker id");

    static final List<Column> DAC7 = List.of(
            new Column("year", 5, false),
            new Column("quarter", 5, false),
            new Column("worker_id", 22, false),
            new Column("country", 6, false),
            new Column("currency", 6, false),
            new Column("consideration", 10, true),
            new Column("activities", 8, true));

    private TaxSheets() {}

    static Sheet nec(int year, List<Nec> payees) {
        return new Sheet(
                "Data for Form 1099-NEC, " + year,
                List.of(
                        new Fact("Year", year + " (UTC)"),
                        new Fact("Reported from", TaxRules.necThreshold(year).toString()),
                        WHO),
                List.of(
                        new Column("year", 6, false),
                        new Column("worker_id", 24, false),
                        new Column("currency", 6, false),
                        new Column("nonemployee_compensation", 14, true)),
                payees.stream()
                        .map(payee -> {
                            MoneyBody paid = MoneyBody.of(payee.paid());
                            return List.of(
                                    Integer.toString(year),
                                    payee.workerId().toString(),
                                    paid.currency(),
                                    paid.amount());
                        })
                        .toList());
    }

    static Sheet dac7(int year, List<Dac7> sellers) {
        return new Sheet(
                "Data for DAC7, " + year,
                List.of(new Fact("Year", year + " (UTC)"), new Fact("Fees taken from sellers", "none"), WHO),
                DAC7,
                sellers.stream()
                        .flatMap(seller -> dac7Rows(year, seller).stream())
                        .toList());
    }

    static List<List<String>> dac7Rows(int year, Dac7 seller) {
        List<List<String>> rows = new ArrayList<>();
        for (int quarter = 0; quarter < seller.quarters().size(); quarter++) {
            MoneyBody consideration = MoneyBody.of(seller.quarters().get(quarter));
            rows.add(List.of(
                    Integer.toString(year),
                    "Q" + (quarter + 1),
                    seller.workerId().toString(),
                    seller.country(),
                    consideration.currency(),
                    consideration.amount(),
                    Long.toString(seller.activities().get(quarter))));
        }
        return rows;
    }
}
