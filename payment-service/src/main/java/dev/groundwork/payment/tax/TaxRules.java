package dev.groundwork.payment.tax;

import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

import dev.groundwork.kit.money.Money;

/** Dated thresholds and places of the reports; a change is a new row with the year it holds from. */
final class TaxRules {

    /** Form 1099-NEC: reported from so much paid in a year; raised by Public Law 119-21 for payments made from 2026 on. */
    private static final NavigableMap<Integer, Money> NEC_FROM =
            new TreeMap<>(Map.of(1900, new Money(600_00, "USD"), 2026, new Money(2_000_00, "USD")));

    /** Directive (EU) 2021/514 (DAC7): sellers of personal services are reported from the first cent. */
    private static final Set<String> EU = Set.of(
            "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
            "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");

    private static final int DAC7_FROM = 2023;

    private TaxRules() {}

    static Money necThreshold(int year) {
        return NEC_FROM.floorEntry(year).getValue();
    }

    static boolean isReportedUnderDac7(String country, int year) {
        return year >= DAC7_FROM && EU.contains(country);
    }
}
