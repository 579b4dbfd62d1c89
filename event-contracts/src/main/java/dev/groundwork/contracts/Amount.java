package dev.groundwork.contracts;

/**
 * Money on the wire between services: minor units as a decimal string, so that no JSON reader ever rounds it.
 *
 * @param minor integer count of the currency's minor unit, such as {@code "250"} for 2.50 EUR
 * @param currency ISO 4217 code
 */
public record Amount(String minor, String currency) {}
