package dev.groundwork.payment.wage;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What a US dollar costs from one day on.
 *
 * @param perUsd units of the currency for one dollar; above zero
 * @param source where the number was read
 */
record FxRate(String currency, LocalDate effectiveOn, BigDecimal perUsd, String source) {}
