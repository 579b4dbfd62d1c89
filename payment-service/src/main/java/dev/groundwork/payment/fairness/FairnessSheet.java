package dev.groundwork.payment.fairness;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import dev.groundwork.kit.money.MoneyBody;
import dev.groundwork.payment.fairness.FairnessReport.CountryGap;
import dev.groundwork.payment.fairness.FairnessReport.CurrencyPart;
import dev.groundwork.payment.fairness.FairnessReport.Hourly;
import dev.groundwork.payment.fairness.FairnessReport.PayGap;
import dev.groundwork.payment.sheet.Sheet;
import dev.groundwork.payment.sheet.Sheet.Column;
import dev.groundwork.payment.sheet.Sheet.Fact;

/** A requester's fairness numbers as a document: a line for each number, with what it means. */
final class FairnessSheet {

    private static final List<Column> COLUMNS = List.of(
            new Column("of", 8, false),
            new Column("number", 22, false),
            new Column("value", 10, true),
            new Column("meaning", 60, false));

    private final List<List<String>> rows = new ArrayList<>();

    private FairnessSheet() {}

    static Sheet of(UUID requesterId, FairnessReport report) {
        var sheet = new FairnessSheet();
        report.currencies().forEach(sheet::currency);
        sheet.gap(report.payGap());
        return new Sheet(
                "Transparency report: what an hour of work pays",
                List.of(
                        new Fact("Requester", requesterId.toString()),
                        new Fact("Weeks (from Monday)", report.firstWeek() + " to " + report.lastWeek() + " (UTC)"),
                        new Fact("Definitions", "version " + report.method()),
                        new Fact("Workers", "groups of fewer than " + report.groupsOf() + " are left out, and counted"),
                        new Fact("Currencies left out", Integer.toString(report.currenciesLeftOut()))),
                COLUMNS,
                sheet.rows);
    }

    private void currency(CurrencyPart part) {
        String of = part.currency();
        row(of, "workers", Long.toString(part.workers()), "Active for an hour at least");
        row(of, "active seconds", Long.toString(part.activeSeconds()), "Of paid and unpaid attempts");
        hourly(of, "paid time", part.paidTime(), "rewards and top-ups by the time of what was paid");
        hourly(of, "all time", part.allTime(), "the same money by paid and unpaid time");
        row(of, "unpaid share", part.unpaidShare(), "Unpaid time by all time");
        row(of, "topped up", amount(part.toppedUp()), "What was added to lift weeks to the wage floor");
    }

    private void hourly(String of, String base, Hourly pay, String meaning) {
        row(of, "hourly pay over " + base + ", median", amount(pay.median()), "Half earn less: " + meaning);
        row(of, "hourly pay over " + base + ", tenth", amount(pay.tenth()), "A tenth earn less: " + meaning);
        row(of, "coverage over " + base, pay.coverage(), "Share of workers at their wage floor or above");
    }

    private void gap(PayGap gap) {
        row(
                "",
                "pay gap index",
                gap.index(),
                "Hours-weighted mean of the ratios within each job; 1 where all earn alike");
        row("", "groups compared", Integer.toString(gap.groups()), "Workers of one country in one job");
        row("", "groups left out", Integer.toString(gap.groupsLeftOut()), "With too few workers to be compared");
        for (CountryGap country : gap.flagged()) {
            row(country.country(), "pay gap index", country.index(), "Under 0.95 of what is earned for the same job");
        }
    }

    private void row(String of, String number, String value, String meaning) {
        rows.add(List.of(of, number, value, meaning));
    }

    private static String amount(MoneyBody money) {
        return money.amount();
    }
}
